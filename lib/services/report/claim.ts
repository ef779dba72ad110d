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
  /** False: no report before it had the same content, or others came since. */
  mayRepeat: boolean;
  /** The job at hand is its own; the others have jobs that wait. */
  own: boolean;
}

/** Reports up to this size are read together with others, so many of them and bytes at most. */
const SMALL = 256 * 1024;
export const MOST = 32;
const MOST_BYTES = 4 * 1024 * 1024;
/** So many that likely say what is known already (repeat.ts), for they are not even fetched. */
const MOST_KNOWN = MOST * 8;

interface Candidate {
  id: string;
  bytes: number;
  known: boolean;
}

/**
 * Does it likely say what is known already (repeat.ts)? The latest report of the same content is of events, or still is
 * the latest of a scope.
 */
const KNOWN = `coalesce((SELECT e.format IN ('falco', 'falcosidekick') OR EXISTS (SELECT FROM scope s WHERE s.report_id = e.id)
  FROM report e WHERE e.cluster_id = r.cluster_id AND e.content_digest = r.content_digest AND e.state IN ('done', 'held')
    AND e.options = r.options AND e.id < r.id ORDER BY e.id DESC LIMIT 1), false)`;

/**
 * Claims the report, and others that are small and wait; what was taken up in vain before goes alone. Where somebody
 * else has it in work, others that wait are taken instead; should that worker die, the sweep queues the report again
 * (lib/services/report/requeue.ts). null: nothing is left to do, and no claim to let go of.
 */
export async function claim(client: PoolClient, reportId: string): Promise<Claimed[] | null> {
  const own = await claimOwn(client, reportId);
  // It came in with another one. Those that wait have jobs of their own.
  if (!own) return null;
  const { known, alone, report } = own;
  const claimed = report ? [{ ...report, mayRepeat: known, own: true }] : [];
  if (!report || (report.bytes <= SMALL && !alone)) {
    // Those that are known go together, for they take next to nothing each.
    let others = await waiting(client, reportId, report ? known : true);
    if (!report && others.length === 0) others = await waiting(client, reportId, false);
    const most = (others[0]?.known ? MOST_KNOWN : MOST) - claimed.length;
    claimed.push(...(await claimOthers(client, await take(client, others, most))));
  }
  return claimed.length === 0 ? null : claimed.sort((a, b) => Number(a.id) - Number(b.id));
}

/**
 * Not worth waiting for the disk: should the server fail, they wait as before. What somebody else finished before it was
 * locked here is left out: a worker that died left its own `processing`.
 */
const CLAIM = `UPDATE report r SET state = 'processing', started_at = now(), attempts = r.attempts + 1
  FROM (SELECT set_config('synchronous_commit', 'off', true) OFFSET 0) quick, given
  WHERE r.id = given.id AND r.state IN ('queued', 'processing')
  RETURNING r.id::text, r.cluster_id AS "clusterId", (SELECT slug FROM cluster c WHERE c.id = r.cluster_id) AS "clusterSlug", r.options,
    (SELECT team_id FROM api_token k WHERE k.id = r.token_id) AS "teamId", r.digest, r.content_digest AS content, r.stated_at AS "statedAt",
    r.bytes::float8 AS bytes, r.received_at AS "receivedAt", r.file_name AS "fileName", r.attempts`;

type Taken = Omit<Claimed, "mayRepeat" | "own">;

/** Locks the report and takes it. null: it does not wait any more; without `report`: somebody else has it in work. */
async function claimOwn(
  client: PoolClient,
  reportId: string,
): Promise<{ known: boolean; alone: boolean; report: Taken | null } | null> {
  const { rows } = await client.query<Taken & { known: boolean; alone: boolean; id: string | null }>({
    name: "report-own",
    text: `WITH own AS MATERIALIZED (
             SELECT id, ${KNOWN} AS known, coalesce((options->>'dryRun')::bool, false) OR attempts >= 3 AS alone,
               pg_try_advisory_lock($2, hashtext(id::text)) AS mine
             FROM (SELECT * FROM report WHERE id = $1 AND state IN ('queued', 'processing') OFFSET 0) r),
           given AS (SELECT id FROM own WHERE mine),
           taken AS (${CLAIM})
           SELECT taken.*, own.known, own.alone FROM own LEFT JOIN taken ON true`,
    values: [reportId, REPORT],
  });
  const row = rows[0];
  if (!row) return null;
  const { known, alone, ...report } = row;
  return { known, alone, report: report.id === null ? null : (report as Taken) };
}

/** Takes reports that are locked. Of these it was not asked whether they are known. */
async function claimOthers(client: PoolClient, ids: string[]): Promise<Claimed[]> {
  if (ids.length === 0) return [];
  const { rows } = await client.query<Taken>({
    name: "reports-claim",
    text: `WITH given AS (SELECT unnest($1::bigint[]) AS id) ${CLAIM}`,
    values: [ids],
  });
  return rows.map((row) => ({ ...row, mayRepeat: true, own: false }));
}

/** Small reports that wait, oldest first; with `known` those alone that are, among so many. */
async function waiting(client: PoolClient, but: string, known: boolean): Promise<Candidate[]> {
  const { rows } = await client.query<Candidate>({
    name: known ? "reports-waiting-known" : "reports-waiting",
    text: `SELECT id::text, bytes::float8 AS bytes, ${known} AS known FROM (
             SELECT id, bytes, cluster_id, content_digest, options FROM report WHERE state = 'queued' AND id <> $1 AND bytes <= $2
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
