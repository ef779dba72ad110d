import type { z } from "zod";
import { invalid, isRefusal } from "@/lib/authz/refusal";
import { SetupProblem } from "./setup/problem.mjs";

/** One JSON object a line on standard output. */
export function printJson(value: unknown): void {
  process.stdout.write(`${JSON.stringify(value)}\n`);
}

/**
 * Runs a verb against the database; what was refused becomes one line on standard error (and, with `--json`, an
 * `error` object on standard output) and exit code 1. Ends the connections, so that the command ends.
 */
export async function runVerb(json: boolean | undefined, work: () => Promise<void>): Promise<void> {
  const { closePool } = await import("@/lib/db/pool");
  try {
    await work();
  } catch (error) {
    if (!isRefusal(error) && !(error instanceof SetupProblem)) throw error;
    const code = isRefusal(error) ? error.code : "setup";
    if (json) printJson({ error: { code, message: error.message } });
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  } finally {
    await closePool();
  }
}

/** The input of a service, or one line that names the first wrong option. */
export function checked<T extends z.ZodType>(shape: T, value: unknown): z.output<T> {
  const parsed = shape.safeParse(value);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw invalid(`--${issue?.path.join(".")}: ${issue?.message}`);
}
