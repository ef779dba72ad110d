import { existsSync, readFileSync } from "node:fs";
import { say } from "../setup/say.mjs";
import { findBrowser } from "./browser";
import { startServer } from "./demo-server";
import { type Counts, oneFailure, type Step, show } from "./steps";
import { reportFile } from "./tools";

interface PlaywrightReport {
  stats: { expected: number; unexpected: number; flaky: number; skipped: number };
}

/** What passed at the second try (a browser on a busy machine) has passed; the step says how many those were. */
export function countPlaywright({ stats }: PlaywrightReport, exitCode: number): Counts {
  const failed = stats.unexpected || (exitCode === 0 ? 0 : 1);
  return { passed: stats.expected + stats.flaky, failed, skipped: stats.skipped };
}

export const e2e: Step = {
  title: "End to end, in a browser",
  run: async () => {
    const browser = await findBrowser();
    const server = await startServer("demo");
    const file = reportFile("e2e.json");
    const env = { CHROMIUM_PATH: browser, PARAPET_E2E_URL: server.url, PARAPET_E2E_REPORT: file };
    const code = await show("playwright", ["test"], env).finally(() => server.stop());
    if (!existsSync(file)) return oneFailure;
    const report = JSON.parse(readFileSync(file, "utf8")) as PlaywrightReport;
    if (report.stats.flaky > 0) say(`  ${report.stats.flaky} passed only at the second try: a flaw to be looked at`);
    return countPlaywright(report, code);
  },
};
