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

/** Claims the report, and up to fifteen other small ones that wait. Empty when there is nothing left to do for it. */
export async function claim(client: PoolClient, reportId: string): Promise<Claimed[]> {
  await client.query("SELECT pg_advisory_lock($1, hashtext($2))", [REPORT, reportId]);
  const first = await client.query<Claimed>(`${SELECT} WHERE r.id = $1`, [reportId]);
  const report = first.rows[0];
  if (!report || !["queued", "processing"].includes(report.state)) return [];
  const claimed = [report];
  if (isSmall(report)) {
    const { rows } = await client.query<Claimed>(
      `${SELECT} WHERE r.state = 'queued' AND r.id > $1 AND r.bytes <= $2 AND coalesce((r.options->>'dryRun')::bool, false) = false
       ORDER BY r.id LIMIT $3`,
      [reportId, SMALL, MOST - 1],
    );
    for (const other of rows) {
      const lock = await client.query<{ mine: boolean }>("SELECT pg_try_advisory_lock($1, hashtext($2)) AS mine", [
        REPORT,
        other.id,
      ]);
      if (lock.rows[0]?.mine && (await stillQueued(client, other.id))) claimed.push(other);
    }
  }
  await client.query(
    "UPDATE report SET state = 'processing', started_at = now(), attempts = attempts + 1 WHERE id = ANY ($1::bigint[])",
    [claimed.map((item) => item.id)],
  );
  return claimed;
}

function isSmall(report: Claimed): boolean {
  return report.bytes <= SMALL && !report.options.dryRun;
}

async function stillQueued(client: PoolClient, id: string): Promise<boolean> {
  const { rows } = await client.query<{ state: string }>("SELECT state FROM report WHERE id = $1", [id]);
  return rows[0]?.state === "queued";
}

/** Lets go of all claims; reports that were not finished go back to wait. */
export async function release(client: PoolClient): Promise<void> {
  await client.query("SELECT pg_advisory_unlock_all()");
}
