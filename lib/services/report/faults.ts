import type { Pool } from "pg";
import { log } from "../../telemetry/log";
import { metrics } from "../../telemetry/metrics";
import type { Claimed } from "./claim";
import { fail } from "./finish";

/** Tries after which a report that fails for no fault of its content is given up. */
const MOST_ATTEMPTS = 5;

/**
 * Times that a report is taken up at all. Workers may be killed again and again for reasons of their own; but one whose
 * import kills them (no memory) must come to an end.
 */
export const MOST_TAKEN = 50;

/** The database was away, or too busy: no reason to think that it will be so again. */
function passes(error: unknown): boolean {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  return /^(08|40|53|55|57)|^E(CONN|PIPE|TIMEDOUT)/.test(code) || /Connection terminated/i.test(String(error));
}

/**
 * Collects what went wrong with reports of a batch through no fault of their content (the database, a bug of ours).
 * They are tried again with the job; after some tries the report fails, so that its sender hears of it.
 */
export class Faults {
  #first: unknown;

  constructor(private readonly pool: Pool) {}

  async of(report: Claimed | undefined, error: unknown): Promise<void> {
    if (!report) throw error;
    log().error({ report: report.id, attempt: report.attempts, error: String(error) }, "import went wrong");
    if (report.attempts < (passes(error) ? MOST_TAKEN : MOST_ATTEMPTS)) {
      this.#first ??= error;
      return;
    }
    const client = await this.pool.connect();
    try {
      await fail(client, report, { code: "internal", message: "it could not be merged; the server's log says why" });
    } finally {
      client.release();
    }
    metrics().imports.inc({ format: report.options.format ?? "unknown", state: "failed" });
  }

  /** Throws the first of those that are to be tried again, so that the job is. */
  rethrow(): void {
    if (this.#first !== undefined) throw this.#first;
  }
}
