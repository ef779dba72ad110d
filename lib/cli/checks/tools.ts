import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import path from "node:path";
import { buildPages, pagesAreBuilt } from "../setup/build.mjs";
import { root } from "../setup/paths.mjs";
import { add, type Counts, nothing, oneFailure, type Step, show } from "./steps";

/** Folder of the runners' reports. */
export const reports = path.join(root, ".cache/reports");

/** A clean place for a runner's report: an old one must never be counted for a runner that did not start. */
export function reportFile(name: string): string {
  const file = path.join(reports, name);
  mkdirSync(reports, { recursive: true });
  rmSync(file, { force: true });
  return file;
}

const plain = async (bin: string, args: string[]): Promise<Counts> =>
  (await show(bin, args)) === 0 ? nothing : oneFailure;

export const types: Step = {
  title: "Types",
  // First the types of the routes as they are now; old ones may name a page that is gone.
  run: async () => add(await plain("next", ["typegen"]), await plain("tsc", ["--noEmit", "-p", "."])),
};
export const lint: Step = {
  title: "Lint and format",
  run: () => plain("biome", ["check", "--error-on-warnings", "."]),
};

interface VitestReport {
  numPassedTests: number;
  numFailedTests: number;
  numFailedTestSuites: number;
  numPendingTests: number;
  numTodoTests: number;
}

/** A file that fails before its tests are known has no failed test, but is a failure all the same. */
export function countVitest(report: VitestReport, exitCode: number): Counts {
  const failed = report.numFailedTests || (exitCode === 0 ? 0 : 1);
  return { passed: report.numPassedTests, failed, skipped: report.numPendingTests + report.numTodoTests };
}

/** One project of vitest.config.ts. */
export function vitest(title: string, project: string): Step {
  const run = async () => {
    const file = reportFile(`${project}.json`);
    const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${file}`];
    const code = await show("vitest", ["run", "--project", project, ...reporters]);
    if (!existsSync(file)) return oneFailure;
    return countVitest(JSON.parse(readFileSync(file, "utf8")) as VitestReport, code);
  };
  return { title, run };
}

export const build: Step = {
  title: "Build",
  run: async () => {
    if (!pagesAreBuilt(root)) await buildPages(root);
    return nothing;
  },
};
