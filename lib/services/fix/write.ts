import type { PoolClient } from "pg";
import type { FixDraft } from "../../domain/fix/assign";
import type { StoredFix } from "./assign";

/** Makes the fixes, or brings them up to date, and says which finding belongs to which. */
export async function writeFixes(
  client: PoolClient,
  fixes: readonly StoredFix[],
  drafts: readonly FixDraft[],
): Promise<void> {
  const unique = new Map(fixes.map((fix) => [fix.key, fix]));
  const { rows } = await client.query<{ id: number; key: string }>(
    `INSERT INTO fix AS x (key, kind, subject_id, cluster_id, rule_id, title, target, target_asset_id, detail, at)
       SELECT key, kind, subject, cluster, rule, title, target, asset, detail::jsonb, now()
       FROM jsonb_to_recordset($1::jsonb) g(key text, kind smallint, subject int, cluster int, rule int, title text, target text, asset int, detail text)
       ORDER BY key
     ON CONFLICT (key) DO UPDATE SET rule_id = excluded.rule_id, title = excluded.title, target = excluded.target,
       target_asset_id = excluded.target_asset_id, detail = excluded.detail, at = excluded.at
     RETURNING id, key`,
    [JSON.stringify([...unique.values()])],
  );
  const ids = new Map(rows.map((row) => [row.key, row.id]));
  const idOf = (key: string) => ids.get(key) as number;
  const moves = fixes.filter(({ move }) => move !== null);
  await client.query(
    "UPDATE fx_f f SET fix_id = u.id FROM unnest($1::int[], $2::int[]) u(n, id) WHERE f.move_n = u.n",
    [moves.map(({ move }) => move), moves.map(({ key }) => idOf(key))],
  );
  await client.query(
    "CREATE TEMP TABLE fx_move ON COMMIT DROP AS SELECT * FROM unnest($1::int[], $2::int[]) u(n, fix_id)",
    [moves.map(({ move }) => move), moves.map(({ key }) => idOf(key))],
  );
  const members = drafts.flatMap(({ key, of, members }) =>
    members.map(({ rule, loc }) => ({ fix: idOf(key), subject: of, rule, loc })),
  );
  await client.query(
    `UPDATE fx_f f SET fix_id = u.fix FROM unnest($1::int[], $2::int[], $3::int[], $4::bigint[]) u(fix, subject, rule, loc)
     WHERE f.subject_id = u.subject AND f.rule_id = u.rule AND f.loc = u.loc AND f.move_n IS NULL AND NOT f.awaiting`,
    [members.map((m) => m.fix), members.map((m) => m.subject), members.map((m) => m.rule), members.map((m) => m.loc)],
  );
}

/** Replaces what is known of the fixes of the subjects. */
export async function writeSums(client: PoolClient, subjects: readonly number[]): Promise<void> {
  const { rows } = await client.query<{ id: number }>(
    "SELECT DISTINCT fix_id AS id FROM fix_sum WHERE subject_id = ANY ($1) UNION SELECT DISTINCT fix_id FROM fx_f WHERE fix_id IS NOT NULL",
    [subjects],
  );
  const touched = rows.map((row) => row.id);
  await client.query("DELETE FROM fix_part WHERE subject_id = ANY ($1)", [subjects]);
  await client.query("DELETE FROM fix_sum WHERE subject_id = ANY ($1)", [subjects]);
  await client.query(parts);
  await client.query(sums);
  await client.query("DELETE FROM fix_total WHERE fix_id = ANY ($1)", [touched]);
  await client.query(
    `INSERT INTO fix_total (fix_id, kind, points, findings)
       SELECT s.fix_id, x.kind, sum(s.points), sum(s.findings) FROM fix_sum s JOIN fix x ON x.id = s.fix_id
       WHERE s.fix_id = ANY ($1) GROUP BY 1, 2 HAVING sum(s.findings) > 0`,
    [touched],
  );
}

/** Keys that a fix removes wherever they are need no places; the others are put together by the places that they are at. */
const parts = `
  WITH k AS (
    SELECT fix_id, subject_id, rule_id, loc, array_agg(place_id ORDER BY place_id, team_id) AS places,
      array_agg(team_id ORDER BY place_id, team_id) AS teams, count(*) AS n
    FROM fx_f WHERE fix_id IS NOT NULL GROUP BY 1, 2, 3, 4),
  whole AS (SELECT subject_id, rule_id, loc, count(*) AS n FROM fx_f GROUP BY 1, 2, 3),
  at AS (
    SELECT k.fix_id, k.subject_id, k.rule_id, k.loc, CASE WHEN k.n < w.n THEN places END AS places, CASE WHEN k.n < w.n THEN teams END AS teams
    FROM k JOIN whole w USING (subject_id, rule_id, loc))
  INSERT INTO fix_part (fix_id, subject_id, n, places, teams, rules, locs)
    SELECT fix_id, subject_id, row_number() OVER (PARTITION BY fix_id, subject_id), places, teams, array_agg(rule_id ORDER BY rule_id, loc),
      array_agg(loc ORDER BY rule_id, loc)
    FROM at GROUP BY fix_id, subject_id, places, teams`;

/**
 * Points of what is false or mitigated are in no score, so a fix cannot take them away. What a move changes was worked out
 * as a whole (fx_d), since a version brings findings as well; where it leaves a place, nothing of it is a finding that goes.
 */
const sums = `
  WITH f AS (
    SELECT f.fix_id, f.subject_id, f.cluster_id, f.team_id, f.fix_team_id, count(*) FILTER (WHERE state < 4) AS findings,
      count(*) FILTER (WHERE state IN (4, 7)) AS accepted, count(*) FILTER (WHERE state < 4 AND flags & 1 = 1) AS kev,
      count(*) FILTER (WHERE state < 4 AND severity = 5) AS critical, count(*) FILTER (WHERE state < 4 AND severity = 4) AS high,
      min(due_at) FILTER (WHERE state < 4) AS due_at, min(assignee_id) FILTER (WHERE state < 4) AS assignee_id
    FROM fx_f f WHERE fix_id IS NOT NULL GROUP BY 1, 2, 3, 4, 5),
  w AS (
    SELECT s.fix_id, s.subject_id, s.cluster_id, s.team_id, s.fix_team_id, count(DISTINCT p.workload_id) AS workloads
    FROM (SELECT DISTINCT fix_id, move_n, subject_id, place_id, cluster_id, team_id, fix_team_id FROM fx_f WHERE fix_id IS NOT NULL) s
    LEFT JOIN fx_m m ON m.n = s.move_n
    JOIN placement p ON p.subject_id = s.subject_id AND p.place_id = s.place_id AND p.team_id = s.team_id
      AND (m.n IS NULL OR p.asset_id = ANY (m.from_ids))
    GROUP BY 1, 2, 3, 4, 5),
  d AS (
    SELECT fix_id, subject_id, cluster_id, team_id, fix_team_id, area, unit, 0 AS added, sum(points::bigint * places) AS points,
      sum(CASE WHEN decision = 1 THEN points::bigint * places ELSE 0 END) AS accepted, sum((flags & 5 = 5)::int) AS exposed_kev, 0 AS total, 0 AS assessed
    FROM fx_f WHERE fix_id IS NOT NULL AND move_n IS NULL AND decision NOT IN (2, 3) GROUP BY 1, 2, 3, 4, 5, 6, 7
    UNION ALL
    SELECT m.fix_id, subject_id, cluster_id, team_id, fix_team_id, area, unit, added, points, accepted, exposed_kev, 0, 0
    FROM fx_d d JOIN fx_move m USING (n)
    UNION ALL
    SELECT fix_id, subject_id, cluster_id, team_id, fix_team_id, area, unit, 0, 0, 0, 0, total, assessed FROM fx_ud),
  a AS (
    SELECT fix_id, subject_id, cluster_id, team_id, fix_team_id, area, unit, sum(added) AS added, sum(points) AS points, sum(accepted) AS accepted,
      sum(exposed_kev) AS exposed_kev, sum(total) AS total, sum(assessed) AS assessed
    FROM d GROUP BY 1, 2, 3, 4, 5, 6, 7),
  s AS (
    SELECT fix_id, subject_id, cluster_id, team_id, fix_team_id, sum(added) AS added, sum(points) AS points,
      array_agg(ARRAY[area * 16 + unit, points, accepted, exposed_kev, total, assessed]::bigint[] ORDER BY area, unit) AS deltas
    FROM a GROUP BY 1, 2, 3, 4, 5)
  INSERT INTO fix_sum (fix_id, subject_id, cluster_id, team_id, fix_team_id, findings, accepted, added, kev, critical, high, workloads, points,
      deltas, due_at, assignee_id, kind)
    SELECT fix_id, subject_id, cluster_id, team_id, fix_team_id, coalesce(f.findings, 0), coalesce(f.accepted, 0), coalesce(s.added, 0),
      coalesce(f.kev, 0), coalesce(f.critical, 0), coalesce(f.high, 0), coalesce(w.workloads, 0), coalesce(s.points, 0),
      coalesce(s.deltas, '{}'), f.due_at, f.assignee_id, (SELECT kind FROM fix x WHERE x.id = fix_id)
    FROM f FULL JOIN s USING (fix_id, subject_id, cluster_id, team_id, fix_team_id)
    LEFT JOIN w USING (fix_id, subject_id, cluster_id, team_id, fix_team_id)
    ORDER BY 1, 2, 3, 4, 5`;
