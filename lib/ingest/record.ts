import type { PoolClient } from "pg";
import { assetsIn } from "./blob";
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
  }));
  await client.query({
    name: "scopes-write",
    text: `UPDATE scope s SET assesses = s.assesses | g.assesses, muted = s.muted AND g.older, observed_at = greatest(s.observed_at, g.at),
             complete_at = CASE WHEN g.complete THEN greatest(s.complete_at, g.at) ELSE s.complete_at END,
             digest = CASE WHEN g.older THEN s.digest ELSE g.digest END, report_id = CASE WHEN g.older THEN s.report_id ELSE g.report END
           FROM (SELECT DISTINCT ON (id) * FROM jsonb_to_recordset($1::jsonb)
             g(id int, digest text, report bigint, at timestamptz, complete bool, assesses int, older bool) ORDER BY id, at DESC) g
           WHERE s.id = g.id`,
    values: [JSON.stringify(rows)],
  });
  const blobs = written.flatMap(({ input, change }) => {
    if (change.blob) return [{ id: input.state.id, blob: change.blob }];
    return input.state.observedAt === null ? [{ id: input.state.id, blob: input.state.blob }] : [];
  });
  if (blobs.length > 0) {
    await client.query({
      name: "scope-seen",
      text: `INSERT INTO scope_seen (scope_id, blob) SELECT * FROM unnest($1::int[], $2::bytea[])
             ON CONFLICT (scope_id) DO UPDATE SET blob = excluded.blob`,
      values: [blobs.map((row) => row.id), blobs.map((row) => row.blob)],
    });
  }
  await writeHeld(
    client,
    written.filter(({ change }) => !change.older),
  );
}

/** A new report of a scope replaces what an earlier one wanted to close; that one then waits for nothing more. */
async function writeHeld(client: PoolClient, written: Written[]): Promise<void> {
  await client.query({
    name: "held-clear",
    text: `WITH gone AS (DELETE FROM held_closure WHERE scope_id = ANY ($1) RETURNING report_id, scope_id)
           UPDATE report r SET state = 'done', result = r.result || '{"held": false}'
           WHERE r.state = 'held' AND r.id IN (SELECT report_id FROM gone) AND NOT EXISTS (
             SELECT 1 FROM held_closure h WHERE h.report_id = r.id AND NOT h.scope_id = ANY ($1))`,
    values: [written.map(({ input }) => input.state.id)],
  });
  for (const { input, change } of written) {
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

/** Findings that the scopes of each report support now; counted anew only for scopes that changed. */
export async function countSupported(client: PoolClient, written: Written[]): Promise<Map<string, number>> {
  const stale = written.filter(({ input, change }) => change.blob !== null || input.state.findings === null);
  const counted = new Map<number, number>();
  if (stale.length > 0) {
    const assets: number[] = [];
    const scopes: number[] = [];
    for (const { input, change } of stale) {
      for (const asset of assetsIn(change.blob ?? input.state.blob)) {
        assets.push(asset);
        scopes.push(input.state.id);
      }
      counted.set(input.state.id, 0);
    }
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
      values: [assets, scopes],
    });
    for (const row of rows) counted.set(row.id, row.n);
    await client.query({
      name: "scopes-findings",
      text: "UPDATE scope s SET findings = g.n FROM unnest($1::int[], $2::int[]) g(id, n) WHERE s.id = g.id",
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

export async function outcomes(
  client: PoolClient,
): Promise<Map<string, Pick<MergeCounts, "created" | "reopened" | "closed" | "updated">>> {
  const { rows } = await client.query<{
    report: string;
    created: number;
    reopened: number;
    closed: number;
    updated: number;
  }>({
    name: "outcomes",
    text: `SELECT report_id::text AS report, sum(created)::int AS created, sum(reopened)::int AS reopened, sum(closed)::int AS closed,
             sum(updated)::int AS updated FROM outcome WHERE report_id IS NOT NULL GROUP BY 1`,
  });
  return new Map(rows.map(({ report, ...counts }) => [report, counts]));
}
