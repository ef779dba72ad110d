import type { PoolClient } from "pg";
import { pipelined } from "../db/pipeline";
import { locatedKinds } from "../domain/vocabulary";
import { assetsIn, findingsIn, keysOf } from "./blob";
import { stage } from "./copy";
import type { Difference, Written } from "./merge/compare";
import type { ResolvedScope } from "./scopes";
import type { MergeCounts } from "./types";

/** Writes what reports change, and completes their counts. */
export async function record(client: PoolClient, { changes, written, counts }: Difference): Promise<void> {
  const supports = supportsOf(written);
  const staged = await stage(client, changes);
  // The merge last: it ends with the roll-up, whose rows others wait for until this is committed.
  const [, supported, outcomes] = await pipelined(client, () => [
    staged ? client.query(staged) : Promise.resolve(null),
    writeScopes(client, written, supports),
    mergeStaged(client),
  ]);
  for (const { report, input } of written) {
    const count = counts.get(report.reportId);
    if (count) count.unchanged += supported.get(input.state.id) ?? input.state.findings ?? 0;
  }
  for (const [id, outcome] of outcomes) Object.assign(counts.get(id) ?? {}, outcome);
  for (const count of counts.values())
    count.unchanged = Math.max(0, count.unchanged - count.created - count.reopened - count.updated);
}

/** What the findings that scopes support now are counted by; only of scopes that changed. */
interface Supports {
  /** Rules that a scope says of its target, by its id: a finding at each home of that, and nothing more. */
  rules: Map<number, number>;
  /** The others, which are looked up. */
  looked: { id: number; blob: Buffer }[];
}

function supportsOf(written: Written[]): Supports {
  const supports: Supports = { rules: new Map(), looked: [] };
  for (const { input, change } of written) {
    if (change.blob === null && input.state.findings !== null) continue;
    const { id, muted } = input.state;
    const blob = change.blob ?? input.state.blob;
    const rules = muted ? null : rulesOfOne(input, blob);
    if (rules === null) supports.looked.push({ id, blob });
    else supports.rules.set(id, rules);
  }
  return supports;
}

/**
 * Freshness, digest and packed state of the scopes; "last seen" is kept here and nowhere else.
 * @returns findings that the scopes support now, by their ids, as far as that was counted
 */
async function writeScopes(client: PoolClient, written: Written[], supports: Supports): Promise<Map<number, number>> {
  if (written.length === 0) return new Map();
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
    rules: supports.rules.get(input.state.id) ?? null,
  }));
  const blobs = written.flatMap(({ input, change }) => {
    const { id, observedAt, blob } = input.state;
    if (change.blob || change.marks) return [{ id, blob: change.blob ?? blob, marks: change.marks }];
    return observedAt === null ? [{ id, blob, marks: null }] : [];
  });
  const current = written.filter(({ change }) => !change.older);
  const { rows: heard } = await client.query<{ counted: { id: number; n: number }[] | null }>({
    name: "scopes-write",
    // A new report of a scope replaces what an earlier one wanted to close; that one then waits for nothing more.
    text: `WITH seen AS (
             INSERT INTO scope_seen (scope_id, blob, marks)
               SELECT id, substring($2::bytea FROM start FOR blob), CASE WHEN marks > 0 THEN substring($2::bytea FROM start + blob FOR marks) END
               FROM unnest($3::int[], $4::int[], $5::int[], $6::int[]) b(id, start, blob, marks)
             ON CONFLICT (scope_id) DO UPDATE SET blob = excluded.blob, marks = excluded.marks),
           gone AS (DELETE FROM held_closure WHERE scope_id = ANY ($7) RETURNING report_id, scope_id),
           ended AS (UPDATE report r SET state = 'done', result = r.result || '{"held": false}'
             WHERE r.state = 'held' AND r.id IN (SELECT report_id FROM gone) AND NOT EXISTS (
               SELECT 1 FROM held_closure h WHERE h.report_id = r.id AND NOT h.scope_id = ANY ($7))),
           heard AS (UPDATE scope s SET assesses = s.assesses | g.assesses, muted = s.muted AND g.older, observed_at = greatest(s.observed_at, g.at),
             complete_at = CASE WHEN g.complete THEN greatest(s.complete_at, g.at) ELSE s.complete_at END,
             digest = CASE WHEN g.older THEN s.digest ELSE g.digest END, report_id = CASE WHEN g.older THEN s.report_id ELSE g.report END,
             silent_rules = CASE WHEN g.speaks THEN g.silent ELSE s.silent_rules END, silent_since = CASE WHEN NOT g.speaks THEN s.silent_since
               WHEN g.silent IS NOT NULL THEN ARRAY(SELECT coalesce(s.silent_since[array_position(s.silent_rules, rule)], s.complete_at, '-infinity')
                 FROM unnest(g.silent) WITH ORDINALITY k(rule, n) ORDER BY n) END,
             findings = CASE WHEN g.rules IS NULL THEN s.findings ELSE g.rules * (SELECT count(DISTINCT (p.subject_id, p.place_id, p.team_id))
               FROM placement p WHERE p.asset_id = s.target_id) END
           FROM (SELECT DISTINCT ON (id) * FROM jsonb_to_recordset($1::jsonb)
             g(id int, digest text, report bigint, at timestamptz, complete bool, speaks bool, silent int[], assesses int, older bool, rules int) ORDER BY id, at DESC) g
           WHERE s.id = g.id RETURNING s.id, s.findings, g.rules, s.target_id, g.complete AND NOT g.older AS speaks)
           SELECT remediation_heard(array_agg(target_id) FILTER (WHERE speaks)),
             jsonb_agg(jsonb_build_object('id', id, 'n', findings)) FILTER (WHERE rules IS NOT NULL) AS counted FROM heard`,
    values: [JSON.stringify(rows), ...joined(blobs), current.map(({ input }) => input.state.id)],
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
  const counted = new Map(heard[0]?.counted?.map(({ id, n }) => [id, n]));
  for (const [id, n] of await countLooked(client, supports.looked)) counted.set(id, n);
  return counted;
}

/** All bytes in one, as they are: a list of them would go as text. With it ids, starts (from 1), lengths of both parts. */
function joined(
  rows: { id: number; blob: Buffer; marks: Buffer | null }[],
): [Buffer, number[], number[], number[], number[]] {
  const starts: number[] = [];
  let next = 1;
  for (const { blob, marks } of rows) {
    starts.push(next);
    next += blob.length + (marks?.length ?? 0);
  }
  return [
    Buffer.concat(rows.flatMap(({ blob, marks }) => (marks ? [blob, marks] : [blob]))),
    rows.map(({ id }) => id),
    starts,
    rows.map(({ blob }) => blob.length),
    rows.map(({ marks }) => marks?.length ?? 0),
  ];
}

const isLatestComplete = ({ state, at }: ResolvedScope) =>
  state.completeAt === null || state.completeAt.getTime() <= Date.parse(at);

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

async function countLooked(client: PoolClient, looked: Supports["looked"]): Promise<Map<number, number>> {
  if (looked.length === 0) return new Map();
  const counted = new Map(looked.map(({ id }) => [id, 0]));
  for (const { id, n } of await supportedBy(client, looked)) counted.set(id, n);
  await client.query({
    name: "scopes-findings",
    text: `UPDATE scope s SET findings = g.n FROM unnest($1::int[], $2::int[]) g(id, n)
           WHERE s.id = g.id AND s.findings IS DISTINCT FROM g.n`,
    values: [[...counted.keys()], [...counted.values()]],
  });
  return counted;
}

/** Counted from the detections themselves. */
async function supportedBy(
  client: PoolClient,
  scopes: { id: number; blob: Buffer }[],
): Promise<{ id: number; n: number }[]> {
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
async function mergeStaged(client: PoolClient): Promise<Map<string, Outcome>> {
  const { rows } = await client.query<Outcome & { report: string }>({
    name: "merge-staged",
    text: "SELECT report::text, created, reopened, closed, updated FROM merge_staged()",
  });
  return new Map(rows.map(({ report, ...counts }) => [report, counts]));
}
