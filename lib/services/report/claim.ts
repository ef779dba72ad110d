import type { PoolClient } from "pg";
import type { ReportOptions } from "./receive";

/** Namespace of the advisory locks that say "this report is in work"; they end with the session. */
const REPORT = 72_011;

export interface Claimed {
  id: string;
  clusterId: number;
  clusterSlug: string | null;
  state: string;
  options: ReportOptions;
  digest: string;
  bytes: number;
  receivedAt: Date;
  fileName: string | null;
}

/** Reports up to this size are merged together with others. */
const SMALL = 256 * 1024;
const MOST = 16;

const SELECT = `SELECT r.id::text, r.cluster_id AS "clusterId", c.slug AS "clusterSlug", r.state, r.options, r.digest, r.bytes::float8 AS bytes,
    r.received_at AS "receivedAt", r.file_name AS "fileName" FROM report r LEFT JOIN cluster c ON c.id = r.cluster_id`;

/**
 * Claims the report, and up to fifteen other small ones that wait. Where somebody else has it in work, others that wait
 * are taken instead; should that worker die, the sweep queues the report again (lib/services/report/requeue.ts).
 */
export async function claim(client: PoolClient, reportId: string): Promise<Claimed[]> {
  const claimed: Claimed[] = [];
  const own = await take(client, reportId);
  if (own) claimed.push(own);
  if (!own || isSmall(own)) {
    const { rows } = await client.query<{ id: string }>({
      name: "reports-waiting",
      text: `SELECT id::text FROM report WHERE state = 'queued' AND id <> $1 AND bytes <= $2
               AND coalesce((options->>'dryRun')::bool, false) = false ORDER BY id LIMIT $3`,
      values: [reportId, SMALL, MOST * 3],
    });
    for (const { id } of rows) {
      if (claimed.length >= MOST) break;
      const other = await take(client, id);
      if (other) claimed.push(other);
    }
  }
  if (claimed.length > 0) {
    await client.query(
      "UPDATE report SET state = 'processing', started_at = now(), attempts = attempts + 1 WHERE id = ANY ($1::bigint[])",
      [claimed.map((item) => item.id)],
    );
  }
  return claimed;
}

/** The report, if it waits and nobody else has it in work. A worker that died left it `processing`. */
async function take(client: PoolClient, id: string): Promise<Claimed | null> {
  const lock = await client.query<{ mine: boolean }>({
    name: "report-lock",
    text: "SELECT pg_try_advisory_lock($1, hashtext($2)) AS mine",
    values: [REPORT, id],
  });
  if (!lock.rows[0]?.mine) return null;
  const { rows } = await client.query<Claimed>({
    name: "report-claim",
    text: `${SELECT} WHERE r.id = $1`,
    values: [id],
  });
  const report = rows[0];
  return report && ["queued", "processing"].includes(report.state) ? report : null;
}

function isSmall(report: Claimed): boolean {
  return report.bytes <= SMALL && !report.options.dryRun;
}

/** Lets go of all claims; reports that were not finished go back to wait. */
export async function release(client: PoolClient): Promise<void> {
  await client.query("SELECT pg_advisory_unlock_all()");
}
