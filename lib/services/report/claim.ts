import type { PoolClient } from "pg";
import type { ReportOptions } from "./receive";

/** Namespace of the advisory locks that say "this report is in work"; they end with the session. */
const REPORT = 72_011;

export interface Claimed {
  id: string;
  clusterId: number;
  clusterSlug: string | null;
  /** Of the team whose token sent it: it may only be about what that team owns. */
  teamId: number | null;
  options: ReportOptions;
  digest: string;
  /** Digest of what it says, whenever it was made; the same as `digest` where nothing sets the two apart. */
  content: string;
  /** The time that was left out of that. */
  statedAt: Date | null;
  bytes: number;
  receivedAt: Date;
  fileName: string | null;
  /** Times that it was taken up, this one included. */
  attempts: number;
  /** False: no report before it had the same content. */
  mayRepeat: boolean;
}

/** Reports up to this size are merged together with others, so many of them (PARAPET_IMPORT_BATCH) and bytes at most. */
const SMALL = 256 * 1024;
const MOST = Math.max(1, Number(process.env.PARAPET_IMPORT_BATCH) || 32);
const MOST_BYTES = 4 * 1024 * 1024;
/** So many that likely say what is known already (repeat.ts), for they are not even fetched. */
const MOST_KNOWN = MOST * 8;

interface Candidate {
  id: string;
  bytes: number;
  known: boolean;
}

/** Was the same content imported before? */
const KNOWN = `EXISTS (SELECT 1 FROM report e WHERE e.cluster_id = r.cluster_id AND e.content_digest = r.content_digest
  AND e.state IN ('done', 'held') AND e.id < r.id)`;

/**
 * Claims the report, and others that are small and wait; what was taken up in vain before goes alone. Where somebody
 * else has it in work, others that wait are taken instead; should that worker die, the sweep queues the report again
 * (lib/services/report/requeue.ts). null: nothing is left to do, and no claim to let go of.
 */
export async function claim(client: PoolClient, reportId: string): Promise<Claimed[] | null> {
  const own = await client.query<Candidate & { alone: boolean; mine: boolean }>({
    name: "report-own",
    text: `SELECT id::text, bytes::float8 AS bytes, ${KNOWN} AS known, coalesce((options->>'dryRun')::bool, false) OR attempts >= 3 AS alone,
             pg_try_advisory_lock($2, hashtext(id::text)) AS mine
           FROM (SELECT * FROM report WHERE id = $1 AND state IN ('queued', 'processing') OFFSET 0) r`,
    values: [reportId, REPORT],
  });
  // It came in with another one. Those that wait have jobs of their own.
  if (own.rows.length === 0) return null;
  const mine = own.rows.filter((row) => row.mine).map(({ id }) => id);
  const report = mine.length > 0 ? own.rows[0] : undefined;
  if (!report || (report.bytes <= SMALL && !report.alone && MOST > 1)) {
    // Those that are known go together, for they take next to nothing each.
    const known = report ? report.known : true;
    let others = await waiting(client, reportId, known);
    if (!report && others.length === 0) others = await waiting(client, reportId, false);
    mine.push(...(await take(client, others, (others[0]?.known ? MOST_KNOWN : MOST) - mine.length)));
  }
  if (mine.length === 0) return null;
  // What somebody else finished before it was locked here is left out: a worker that died left its own `processing`.
  const { rows } = await client.query<Omit<Claimed, "mayRepeat">>({
    name: "reports-claim",
    // Not worth waiting for the disk: should the server fail, they wait as before.
    text: `WITH quick AS MATERIALIZED (SELECT set_config('synchronous_commit', 'off', true))
           UPDATE report r SET state = 'processing', started_at = now(), attempts = attempts + 1
           FROM quick WHERE id = ANY ($1::bigint[]) AND state IN ('queued', 'processing')
           RETURNING id::text, cluster_id AS "clusterId", (SELECT slug FROM cluster c WHERE c.id = r.cluster_id) AS "clusterSlug", options,
             (SELECT team_id FROM api_token k WHERE k.id = r.token_id) AS "teamId",
             digest, content_digest AS content, stated_at AS "statedAt", bytes::float8 AS bytes, received_at AS "receivedAt", file_name AS "fileName", attempts`,
    values: [mine],
  });
  // Of the others it was not asked.
  return rows
    .map((row) => ({ ...row, mayRepeat: row.id !== report?.id || report.known }))
    .sort((a, b) => Number(a.id) - Number(b.id));
}

/** Small reports that wait, oldest first; with `known` those alone that are, among so many. */
async function waiting(client: PoolClient, but: string, known: boolean): Promise<Candidate[]> {
  const { rows } = await client.query<Candidate>({
    name: known ? "reports-waiting-known" : "reports-waiting",
    text: `SELECT id::text, bytes::float8 AS bytes, ${known} AS known FROM (
             SELECT id, bytes, cluster_id, content_digest FROM report WHERE state = 'queued' AND id <> $1 AND bytes <= $2
               AND attempts < 3 AND coalesce((options->>'dryRun')::bool, false) = false ORDER BY id LIMIT $3) r
           WHERE ${known ? KNOWN : "true"} ORDER BY r.id`,
    values: [but, SMALL, (known ? MOST_KNOWN : MOST) * 3],
  });
  return rows;
}

/** Ids of those that nobody else has in work, locked: so many, and so many bytes, at most. */
async function take(client: PoolClient, candidates: Candidate[], most: number): Promise<string[]> {
  const taken: string[] = [];
  let bytes = 0;
  for (let i = 0; i < candidates.length && taken.length < most; ) {
    const next: Candidate[] = [];
    for (; i < candidates.length && taken.length + next.length < most; i++) {
      const candidate = candidates[i] as Candidate;
      if (!candidate.known) bytes += candidate.bytes;
      if (bytes > MOST_BYTES && taken.length + next.length > 0) {
        i = candidates.length;
        break;
      }
      next.push(candidate);
    }
    if (next.length === 0) break;
    const { rows } = await client.query<{ id: string; mine: boolean }>({
      name: "reports-lock",
      text: "SELECT id, pg_try_advisory_lock($1, hashtext(id)) AS mine FROM unnest($2::text[]) u(id)",
      values: [REPORT, next.map(({ id }) => id)],
    });
    for (const row of rows) if (row.mine) taken.push(row.id);
  }
  return taken;
}

/** In parts that may be held in memory and merged together; what is too large for that is a part of its own. */
export function partsOf(reports: Claimed[]): Claimed[][] {
  const parts: Claimed[][] = [];
  let bytes = 0;
  for (const report of reports) {
    const last = parts.at(-1);
    bytes += report.bytes;
    if (last && last.length < MOST && bytes <= MOST_BYTES) last.push(report);
    else {
      parts.push([report]);
      bytes = report.bytes;
    }
  }
  return parts;
}

/** Lets go of all claims; reports that were not finished go back to wait. */
export async function release(client: PoolClient): Promise<void> {
  await client.query("SELECT pg_advisory_unlock_all()");
}
