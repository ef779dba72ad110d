import type { PoolClient } from "pg";
import { locatedKinds } from "../domain/vocabulary";
import { assetsIn, findingsIn, keysOf } from "./blob";
import type { Prepared } from "./merge";
import type { ResolvedScope, ScopeChange } from "./scopes";
import type { MergeCounts } from "./types";

interface Written {
  report: Prepared;
  input: ResolvedScope;
  change: ScopeChange;
}

/** Freshness, digest and packed state of the scopes; "last seen" is kept here and nowhere else. */
export async function writeScopes(client: PoolClient, written: Written[]): Promise<void> {
  if (written.length === 0) return;
  const rows = written.map(({ input, change }) => ({
    id: input.state.id,
    digest: change.digest,
    report: input.reportId,
    at: input.at,
    complete: input.scope.complete,
    assesses: input.scope.assesses,
    older: change.older,
    speaks: input.scope.complete && isLatestComplete(input),
    silent: change.silent.size > 0 ? [...change.silent] : null,
  }));
  const blobs = written.flatMap(({ input, change }) => {
    const { id, observedAt, blob } = input.state;
    if (change.blob || change.marks) return [{ id, blob: change.blob ?? blob, marks: change.marks }];
    return observedAt === null ? [{ id, blob, marks: null }] : [];
  });
  const current = written.filter(({ change }) => !change.older);
  await client.query({
    name: "scopes-write",
    // A new report of a scope replaces what an earlier one wanted to close; that one then waits for nothing more.
    text: `WITH seen AS (
             INSERT INTO scope_seen (scope_id, blob, marks) SELECT * FROM unnest($2::int[], $3::bytea[], $4::bytea[])
             ON CONFLICT (scope_id) DO UPDATE SET blob = excluded.blob, marks = excluded.marks),
           gone AS (DELETE FROM held_closure WHERE scope_id = ANY ($5) RETURNING report_id, scope_id),
           ended AS (UPDATE report r SET state = 'done', result = r.result || '{"held": false}'
             WHERE r.state = 'held' AND r.id IN (SELECT report_id FROM gone) AND NOT EXISTS (
               SELECT 1 FROM held_closure h WHERE h.report_id = r.id AND NOT h.scope_id = ANY ($5))),
           heard AS (UPDATE scope s SET assesses = s.assesses | g.assesses, muted = s.muted AND g.older, observed_at = greatest(s.observed_at, g.at),
             complete_at = CASE WHEN g.complete THEN greatest(s.complete_at, g.at) ELSE s.complete_at END,
             digest = CASE WHEN g.older THEN s.digest ELSE g.digest END, report_id = CASE WHEN g.older THEN s.report_id ELSE g.report END,
             silent_rules = CASE WHEN g.speaks THEN g.silent ELSE s.silent_rules END, silent_since = CASE WHEN NOT g.speaks THEN s.silent_since
               WHEN g.silent IS NOT NULL THEN ARRAY(SELECT coalesce(s.silent_since[array_position(s.silent_rules, rule)], s.complete_at, '-infinity')
                 FROM unnest(g.silent) WITH ORDINALITY k(rule, n) ORDER BY n) END
           FROM (SELECT DISTINCT ON (id) * FROM jsonb_to_recordset($1::jsonb)
             g(id int, digest text, report bigint, at timestamptz, complete bool, speaks bool, silent int[], assesses int, older bool) ORDER BY id, at DESC) g
           WHERE s.id = g.id RETURNING s.target_id, g.complete AND NOT g.older AS speaks)
           SELECT remediation_heard(array_agg(target_id) FILTER (WHERE speaks)) FROM heard`,
    values: [
      JSON.stringify(rows),
      blobs.map((row) => row.id),
      blobs.map((row) => row.blob),
      blobs.map((row) => row.marks),
      current.map(({ input }) => input.state.id),
    ],
  });
  for (const { input, change } of current) {
    if (change.held.length === 0) continue;
    await client.query(
      `INSERT INTO held_closure (report_id, scope_id, asset_id, rule_id, loc) SELECT $1, $2, * FROM unnest($3::int[], $4::int[], $5::bigint[])`,
      [
        input.reportId,
        input.state.id,
        change.held.map((key) => key.assetId),
        change.held.map((key) => key.ruleId),
        change.held.map((key) => String(key.loc)),
      ],
    );
  }
}

const isLatestComplete = ({ state, at }: ResolvedScope) =>
  state.completeAt === null || state.completeAt.getTime() <= Date.parse(at);

/** Findings that the scopes of each report support now; counted anew only for scopes that changed. */
export async function countSupported(client: PoolClient, written: Written[]): Promise<Map<string, number>> {
  const stale = written.filter(({ input, change }) => change.blob !== null || input.state.findings === null);
  const counted = new Map<number, number>();
  if (stale.length > 0) {
    const packed: { id: number; asset: number; rules: number }[] = [];
    const looked: { id: number; blob: Buffer }[] = [];
    for (const { input, change } of stale) {
      const { id } = input.state;
      const blob = change.blob ?? input.state.blob;
      const rules = input.state.muted ? null : rulesOfOne(input, blob);
      if (rules === null) looked.push({ id, blob });
      else packed.push({ id, asset: input.targetId, rules });
      counted.set(id, 0);
    }
    const homes = await homesOf(client, [...new Set(packed.map(({ asset }) => asset))]);
    for (const { id, asset, rules } of packed) counted.set(id, rules * (homes.get(asset) ?? 0));
    for (const { id, n } of await supportedBy(client, looked)) counted.set(id, n);
    await client.query({
      name: "scopes-findings",
      text: `UPDATE scope s SET findings = g.n FROM unnest($1::int[], $2::int[]) g(id, n)
             WHERE s.id = g.id AND s.findings IS DISTINCT FROM g.n`,
      values: [[...counted.keys()], [...counted.values()]],
    });
  }
  const byReport = new Map<string, number>();
  for (const { report, input } of written) {
    const n = counted.get(input.state.id) ?? input.state.findings ?? 0;
    byReport.set(report.reportId, (byReport.get(report.reportId) ?? 0) + n);
  }
  return byReport;
}

/**
 * The number of rules that a scope says of its target, where a finding is a rule at a home of that and nothing more.
 * null: findings have locations, or other assets are spoken of.
 */
function rulesOfOne({ scope, targetId }: ResolvedScope, blob: Buffer): number | null {
  if ((locatedKinds as readonly string[]).includes(scope.class)) return null;
  const assets = assetsIn(blob);
  if (assets.size > 1 || (assets.size === 1 && !assets.has(targetId))) return null;
  return findingsIn(keysOf(blob), false).size;
}

/** In how many places and teams each asset has its findings. */
async function homesOf(client: PoolClient, assets: number[]): Promise<Map<number, number>> {
  const { rows } = await client.query<{ id: number; n: number }>({
    name: "assets-homes",
    text: `SELECT asset_id AS id, count(DISTINCT (subject_id, place_id, team_id))::int AS n FROM placement
           WHERE asset_id = ANY ($1) GROUP BY 1`,
    values: [assets],
  });
  return new Map(rows.map((row) => [row.id, row.n]));
}

/** Counted from the detections themselves. */
async function supportedBy(
  client: PoolClient,
  scopes: { id: number; blob: Buffer }[],
): Promise<{ id: number; n: number }[]> {
  if (scopes.length === 0) return [];
  const pairs = scopes.flatMap(({ id, blob }) => [...assetsIn(blob)].map((asset) => ({ asset, id })));
  const { rows } = await client.query<{ id: number; n: number }>({
    name: "scopes-supported",
    text: `
      WITH pairs AS MATERIALIZED (SELECT * FROM unnest($1::int[], $2::int[]) u(asset_id, scope_id)),
      keys AS (
        SELECT DISTINCT u.scope_id, d.rule_id, CASE WHEN is_located(r.kind) THEN d.loc ELSE 0 END AS loc, u.asset_id
        FROM pairs u CROSS JOIN LATERAL (SELECT rule_id, loc FROM detection d WHERE d.asset_id = u.asset_id
          AND d.scope_id = u.scope_id AND NOT d.muted OFFSET 0) d
        CROSS JOIN LATERAL (SELECT kind FROM rule WHERE id = d.rule_id OFFSET 0) r),
      homes AS MATERIALIZED (SELECT DISTINCT p.asset_id, p.subject_id, p.place_id, p.team_id FROM (SELECT DISTINCT asset_id FROM pairs) a
        CROSS JOIN LATERAL (SELECT * FROM placement p WHERE p.asset_id = a.asset_id OFFSET 0) p)
      SELECT scope_id AS id, count(*)::int AS n FROM (
        SELECT DISTINCT k.scope_id, h.subject_id, h.place_id, h.team_id, k.rule_id, k.loc FROM keys k JOIN homes h USING (asset_id)) x
      GROUP BY 1`,
    values: [pairs.map(({ asset }) => asset), pairs.map(({ id }) => id)],
  });
  return rows;
}

type Outcome = Pick<MergeCounts, "created" | "reopened" | "closed" | "updated">;

/** Merges what is staged. Returns what became of it, by report id. */
export async function mergeStaged(client: PoolClient): Promise<Map<string, Outcome>> {
  // Each a statement of its own, so that it sees the one before; sent at once. The answers come as a list.
  const answers: unknown = await client.query(
    `SELECT merge_apply(); SELECT merge_move(); SELECT merge_derive(); SELECT merge_flush();
     SELECT report_id::text AS report, sum(created)::int AS created, sum(reopened)::int AS reopened, sum(closed)::int AS closed,
       sum(updated)::int AS updated FROM outcome WHERE report_id IS NOT NULL GROUP BY 1`,
  );
  const last = (answers as { rows: (Outcome & { report: string })[] }[]).at(-1);
  return new Map(last?.rows.map(({ report, ...counts }) => [report, counts]));
}
