import { spawn } from "node:child_process";
import { root } from "../setup/paths.mjs";
import { say } from "../setup/say.mjs";

/** How many tests a runner counted; a step that is no test runner counts one failure when it fails. */
export interface Counts {
  passed: number;
  failed: number;
  skipped: number;
}

export interface Step {
  title: string;
  run(): Promise<Counts>;
}

export const nothing: Counts = { passed: 0, failed: 0, skipped: 0 };
export const oneFailure: Counts = { passed: 0, failed: 1, skipped: 0 };

export function add(a: Counts, b: Counts): Counts {
  return { passed: a.passed + b.passed, failed: a.failed + b.failed, skipped: a.skipped + b.skipped };
}

/** Runs a program of the project's dependencies with its output shown. @returns its exit code */
export function show(bin: string, args: string[], env: Record<string, string> = {}): Promise<number> {
  return new Promise((resolve, reject) => {
    const options = { cwd: root, env: { ...process.env, ...env }, stdio: ["ignore", "inherit", "inherit"] as const };
    const child = spawn(`node_modules/.bin/${bin}`, args, { ...options, stdio: [...options.stdio] });
    child.once("error", reject);
    child.once("close", (code) => resolve(code ?? 1));
  });
}

/** The line that ends a run, in the form that test runners use. */
export function total({ passed, failed, skipped }: Counts): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`;
}

/**
 * Runs steps one after the other, each with its time, and ends with the total on a line of its own on stdout.
 * @returns exit code: 0 only when nothing failed and something passed
 */
export async function runSteps(steps: Step[]): Promise<number> {
  let sum = nothing;
  const broken: string[] = [];
  for (const { title, run } of steps) {
    say(`\n— ${title}`);
    const start = Date.now();
    const counts = await run().catch((error): Counts => {
      say(error instanceof Error ? error.message : String(error));
      return oneFailure;
    });
    if (counts.failed > 0) broken.push(title);
    sum = add(sum, counts);
    say(`  ${counts.failed > 0 ? "failed" : "ok"} after ${((Date.now() - start) / 1000).toFixed(1)} s`);
  }
  if (broken.length > 0) say(`\nFailed: ${broken.join(", ")}.`);
  process.stdout.write(`\n${total(sum)}\n`);
  return sum.failed === 0 && sum.passed > 0 ? 0 : 1;
}
