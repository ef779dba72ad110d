import type { PoolClient } from "pg";
import type { ImportResult } from "../../client/contract/report";
import type { Claimed } from "./claim";

export interface Finished {
  state: "done" | "held";
  format: string;
  tool: string;
  toolVersion: string | null;
  observedAt: string;
  dated: boolean;
  scopes: number;
  findings: number;
  result: ImportResult;
}

/** Records the end of a report and deletes its raw bytes, which may hold secrets. */
export async function finish(client: PoolClient, report: Claimed, done: Finished): Promise<void> {
  await client.query(
    `UPDATE report SET state = $2, format = $3, tool = $4, tool_version = $5, observed_at = $6, result = $7, findings_done = $8,
       bytes_done = bytes, finished_at = now(), error = NULL, dated = $9, scopes = $10 WHERE id = $1`,
    [
      report.id,
      done.state,
      done.format,
      done.tool,
      done.toolVersion,
      done.observedAt,
      JSON.stringify(done.result),
      done.findings,
      done.dated,
      done.scopes,
    ],
  );
  await client.query("DELETE FROM report_chunk WHERE report_id = $1", [report.id]);
}

export async function fail(
  client: PoolClient,
  report: Claimed,
  error: { code: string; message: string },
): Promise<void> {
  await client.query("UPDATE report SET state = 'failed', error = $2, finished_at = now() WHERE id = $1", [
    report.id,
    JSON.stringify(error),
  ]);
  await client.query("DELETE FROM report_chunk WHERE report_id = $1", [report.id]);
}
