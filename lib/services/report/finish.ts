import type { PoolClient } from "pg";
import type { ImportResult } from "../../client/contract/report";
import { pipelined } from "../../db/pipeline";
import { withdraw } from "../../jobs/enqueue";
import type { Claimed } from "./claim";
import { raiseFailed, raiseHeld } from "./notices";

export interface Finished {
  state: "done" | "held";
  format: string;
  tool: string;
  toolVersion: string | null;
  observedAt: string;
  dated: boolean;
  scopes: number;
  findings: number;
  /** Of the images that it is about; null where only the same bytes say the same again (repeatable.ts). */
  names: string[] | null;
  result: ImportResult;
}

/**
 * Records the end of reports and deletes their raw bytes, which may hold secrets, and jobs of theirs that wait.
 * @param then sends what else is to be written, last
 */
export async function finishAll(
  client: PoolClient,
  ended: { report: Claimed; done: Finished }[],
  then: () => Promise<unknown>[] = () => [],
): Promise<void> {
  if (ended.length === 0) return;
  for (const { report, done } of ended) if (done.state === "held") await raiseHeld(client, report, done);
  const rows = ended.map(({ report, done }) => ({ id: report.id, ...done }));
  const others = ended.flatMap(({ report }) => (report.own ? [] : [`report-${report.id}`]));
  await pipelined(client, () => [
    client.query({
      name: "reports-finish",
      text: `WITH bytes AS (DELETE FROM report_chunk WHERE report_id = ANY ($2::bigint[]))
             UPDATE report r SET state = g.state, format = g.format, tool = g.tool, tool_version = g."toolVersion", observed_at = g."observedAt",
               result = g.result, findings_done = g.findings, bytes_done = r.bytes, finished_at = now(), error = NULL, dated = g.dated,
               scopes = g.scopes, names = g.names
             FROM jsonb_to_recordset($1::jsonb) g(id bigint, state text, format text, tool text, "toolVersion" text,
               "observedAt" timestamptz, result jsonb, findings int, dated bool, scopes int, names text[]) WHERE r.id = g.id`,
      values: [JSON.stringify(rows), rows.map(({ id }) => id)],
    }),
    others.length === 0 ? Promise.resolve() : withdraw(client, others),
    ...then(),
  ]);
}

export async function finish(client: PoolClient, report: Claimed, done: Finished): Promise<void> {
  await finishAll(client, [{ report, done }]);
}

/**
 * Records that a report could not be read. Whose it was is kept as far as it is known: a file that breaks before it
 * names its tool is taken for one of the tool that sent the same format of the same cluster last.
 */
export async function fail(
  client: PoolClient,
  report: Claimed,
  error: { code: string; message: string },
  { format = null, tool = null }: { format?: string | null; tool?: string | null } = {},
): Promise<void> {
  await client.query({
    name: "report-fail",
    text: `UPDATE report SET state = 'failed', error = $2, finished_at = now(), format = coalesce($3, format),
             tool = coalesce($4, (SELECT o.tool FROM report o WHERE o.cluster_id = report.cluster_id AND o.format = $3
               AND o.tool IS NOT NULL ORDER BY o.id DESC LIMIT 1)) WHERE id = $1`,
    values: [report.id, JSON.stringify(error), format, tool],
  });
  await raiseFailed(client, report, tool ?? format);
  await dropBytes(client, [report.id]);
}

async function dropBytes(client: PoolClient, ids: string[]): Promise<void> {
  await client.query({
    name: "chunks-drop",
    text: "DELETE FROM report_chunk WHERE report_id = ANY ($1::bigint[])",
    values: [ids],
  });
}
