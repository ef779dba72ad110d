import { existsSync, readFileSync } from "node:fs";
import { findBrowser } from "./browser";
import { startServer } from "./demo-server";
import { type Counts, oneFailure, type Step, show } from "./steps";
import { reportFile } from "./tools";

interface PlaywrightReport {
  stats: { expected: number; unexpected: number; flaky: number; skipped: number };
}

/** Retries are off, so a flaky test cannot be; should one be configured in, it counts as failed. */
export function countPlaywright({ stats }: PlaywrightReport, exitCode: number): Counts {
  const failed = stats.unexpected + stats.flaky;
  return { passed: stats.expected, failed: failed || (exitCode === 0 ? 0 : 1), skipped: stats.skipped };
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
    return countPlaywright(JSON.parse(readFileSync(file, "utf8")) as PlaywrightReport, code);
  },
};
