import type { Pool } from "pg";
import { type Opened, openReport } from "../../importers/open";
import type { Claimed } from "./claim";
import { chunksOf } from "./source";

const PROGRESS_MS = 1_000;

/** What was recognised of a report before it turned out to be broken. */
export interface Recognised {
  format?: string;
  tool?: string;
}

/** A stored report whose format is known, and of which nothing was parsed yet. */
export interface Upload {
  report: Claimed;
  /** Its bytes where they are at hand. */
  given: Buffer[] | undefined;
  recognised: Recognised;
  opened: Opened;
  progress: Progress;
}

/**
 * Opens a report from its stored bytes, which are fetched unless they are given. Fills `recognised`. Throws ImportError.
 */
export async function openUpload(
  pool: Pool,
  report: Claimed,
  given: Buffer[] | undefined,
  recognised: Recognised,
): Promise<Upload> {
  const { dryRun: _dryRun, force: _force, ...options } = report.options;
  const progress = new Progress(pool, report.id);
  const opened = await openReport(progress.counted(given ?? chunksOf(pool, report.id, report.bytes)), options);
  recognised.format = opened.format;
  return { report, given, recognised, opened, progress };
}

/** Writes down how far a report was read, once a second. */
class Progress {
  private bytes = 0;
  private found = 0;
  private told = Date.now();

  constructor(
    private readonly pool: Pool,
    private readonly reportId: string,
  ) {}

  findings(n: number): void {
    this.found = n;
    this.tell();
  }

  async *counted(source: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    for await (const part of source) {
      this.bytes += part.length;
      this.tell();
      yield part;
    }
  }

  private tell(): void {
    if (Date.now() - this.told < PROGRESS_MS) return;
    this.told = Date.now();
    // Only for the eyes: a lost update is made up for by the next.
    void this.pool
      .query("UPDATE report SET bytes_done = $2, findings_done = $3 WHERE id = $1", [
        this.reportId,
        this.bytes,
        this.found,
      ])
      .catch(() => {});
  }
}
