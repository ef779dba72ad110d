import type { PoolClient } from "pg";
import type { Move } from "./versions";

/**
 * What is there after each move, as merge_derive() would have it: the placements of the old versions with the new one in
 * their stead, joined with what is detected in them. `fx_d` gets what the sums of the score lose by it (findings that
 * go, less those that the new version brings), and `fx_f.move_n` says which findings go.
 * A version that is only declared, or has no place yet, leaves that for the first workload that runs it; its findings go along.
 */
export async function workOutMoves(client: PoolClient, moves: readonly Move[]): Promise<void> {
  await client.query(tables);
  if (moves.length === 0) return;
  await client.query(
    `INSERT INTO fx_m SELECT n, subject, string_to_array(old, ' ')::int[], new FROM unnest($1::int[], $2::int[], $3::text[], $4::int[]) u(n, subject, old, new)`,
    [
      moves.map(({ n }) => n),
      moves.map(({ subject }) => subject),
      moves.map(({ from }) => from.join(" ")),
      moves.map(({ to }) => to),
    ],
  );
  for (const text of steps) await client.query(text);
}

const tables = `
  CREATE TEMP TABLE fx_m (n int, subject_id int, from_ids int[], to_id int) ON COMMIT DROP;
  CREATE TEMP TABLE fx_spot (n int, subject_id int, place_id int, team_id int, fix_team_id int, cluster_id int, leaves boolean) ON COMMIT DROP;
  CREATE TEMP TABLE fx_a (n int, subject_id int, place_id int, team_id int, rule_id int, loc bigint, places int, exposed boolean, idle boolean,
    severity smallint) ON COMMIT DROP;
  CREATE TEMP TABLE fx_d (n int, subject_id int, place_id int, team_id int, fix_team_id int, cluster_id int, area smallint, unit smallint,
    here int, added int, points bigint, accepted bigint, exposed_kev bigint) ON COMMIT DROP`;

/** Places that change: where an old version runs; and (leaves) where the new one waits for a place. */
const spots = `
  INSERT INTO fx_spot
    SELECT m.n, m.subject_id, p.place_id, p.team_id, min(p.fix_team_id), min(p.cluster_id), false
    FROM fx_m m JOIN placement p ON p.subject_id = m.subject_id AND p.asset_id = ANY (m.from_ids) AND p.workload_id <> p.asset_id
    GROUP BY 1, 2, 3, 4
    UNION ALL
    SELECT m.n, m.subject_id, p.place_id, p.team_id, min(p.fix_team_id), min(p.cluster_id), true
    FROM fx_m m JOIN placement p ON p.subject_id = m.subject_id AND p.asset_id = m.to_id
    WHERE EXISTS (SELECT 1 FROM placement r WHERE r.subject_id = m.subject_id AND r.asset_id = ANY (m.from_ids)
      AND r.workload_id <> r.asset_id AND gives_way(p.source, p.cluster_id, r.source, r.cluster_id))
    GROUP BY 1, 2, 3, 4`;

/** Placements at these places as they are after it. */
const placed = `
  CREATE TEMP TABLE fx_p ON COMMIT DROP AS
    SELECT DISTINCT s.n, s.subject_id, s.place_id, s.team_id, p.workload_id, p.running, p.exposed,
      CASE WHEN p.workload_id <> p.asset_id AND p.asset_id = ANY (m.from_ids) THEN m.to_id ELSE p.asset_id END AS asset_id
    FROM (SELECT DISTINCT n, subject_id, place_id, team_id FROM fx_spot) s JOIN fx_m m ON m.n = s.n
    JOIN placement p ON p.subject_id = s.subject_id AND p.place_id = s.place_id AND p.team_id = s.team_id
    WHERE NOT (p.asset_id = m.to_id AND p.source & 3 = 0
      AND EXISTS (SELECT 1 FROM fx_spot x WHERE x.n = s.n AND x.leaves AND x.place_id = p.place_id AND x.team_id = p.team_id))`;

const said = `
  INSERT INTO fx_a
    SELECT p.n, p.subject_id, p.place_id, p.team_id, d.rule_id, CASE WHEN is_located(r.kind) THEN d.loc ELSE 0 END,
      count(DISTINCT p.workload_id), bool_or(p.exposed), bool_and(p.running = 2), max(d.severity_source * 8 + d.severity) % 8
    FROM fx_p p JOIN detection d ON d.asset_id = p.asset_id AND NOT d.muted JOIN rule r ON r.id = d.rule_id
    GROUP BY 1, 2, 3, 4, 5, 6`;

/** Of each kind of finding, where a version runs at which nobody looked for all of it: there what was may stay. */
const unscanned = `
  CREATE TEMP TABLE fx_w ON COMMIT DROP AS
    SELECT p.n, p.place_id, p.team_id, k.kind, p.asset_id, p.workload_id, p.exposed, p.running
    FROM fx_p p CROSS JOIN (SELECT kind::smallint FROM generate_series(0, 7) kind) k
    WHERE NOT EXISTS (SELECT 1 FROM scope s WHERE s.target_id = p.asset_id AND s.class = k.kind AND s.profile = ''
      AND '*' = ANY (s.looked))`;

/**
 * Decisions that go along from where the new version waited: to the first place that it gets, by merge_move(). What another
 * version shows there still, stays.
 */
const carried = `
  CREATE TEMP TABLE fx_z ON COMMIT DROP AS
    SELECT DISTINCT ON (n, place_id, team_id, rule_id, loc) * FROM (
      SELECT DISTINCT ON (l.n, l.place_id, l.team_id, f.rule_id, f.loc) l.n, s.place_id, s.team_id, f.rule_id, f.loc, f.decision, f.severity,
        f.flags & 1 = 1 AS kev
      FROM fx_spot l JOIN fx_f f ON f.subject_id = l.subject_id AND f.place_id = l.place_id AND f.team_id = l.team_id AND f.decision <> 0
      JOIN fx_spot s ON s.n = l.n AND NOT s.leaves AND (l.cluster_id = 0 OR s.cluster_id = l.cluster_id)
      WHERE l.leaves AND NOT EXISTS (SELECT 1 FROM fx_a a WHERE a.n = l.n AND a.place_id = l.place_id AND a.team_id = l.team_id
        AND a.rule_id = f.rule_id AND a.loc = f.loc)
      ORDER BY l.n, l.place_id, l.team_id, f.rule_id, f.loc, s.cluster_id, s.place_id, s.team_id) z
    ORDER BY n, place_id, team_id, rule_id, loc, decision DESC`;

/** Before and after, finding by finding. A decision holds unless the severity rises or its flaw was listed since. */
const compared = `
  CREATE TEMP TABLE fx_c ON COMMIT DROP AS
    SELECT s.n, s.subject_id, s.place_id, s.team_id, s.fix_team_id, s.cluster_id, s.leaves, f.rule_id, f.loc, f.area, f.unit, f.kind,
      true AS was, a.rule_id IS NOT NULL OR w.places IS NOT NULL AS stays, f.decision AS o_decision,
      f.points::bigint * f.places AS o_points, f.flags & 5 = 5 AS o_exposed_kev,
      CASE WHEN a.rule_id IS NOT NULL AND (severity_rises(f.severity, a.severity) OR r.kev AND f.flags & 1 = 0) THEN 0
           ELSE greatest(f.decision, z.decision) END AS decision,
      CASE WHEN a.rule_id IS NOT NULL THEN points_of(a.severity, r.factor, a.exposed, a.idle)::bigint * a.places
           WHEN w.places IS NOT NULL THEN points_of(f.severity, r.factor, w.exposed, w.idle)::bigint * w.places ELSE 0 END AS points,
      r.kev AND coalesce(a.exposed, w.exposed, false) AS exposed_kev
    FROM fx_spot s JOIN fx_f f ON f.subject_id = s.subject_id AND f.place_id = s.place_id AND f.team_id = s.team_id
    JOIN rule r ON r.id = f.rule_id
    LEFT JOIN fx_a a ON a.n = s.n AND a.place_id = f.place_id AND a.team_id = f.team_id AND a.rule_id = f.rule_id AND a.loc = f.loc
    LEFT JOIN LATERAL (
      SELECT count(DISTINCT w.workload_id)::int AS places, bool_or(w.exposed) AS exposed, bool_and(w.running = 2) AS idle FROM fx_w w
      WHERE a.rule_id IS NULL AND w.n = s.n AND w.place_id = f.place_id AND w.team_id = f.team_id AND w.kind = f.kind
        AND awaits_scan(w.asset_id, w.kind, s.subject_id, f.rule_id, f.loc) HAVING count(*) > 0) w ON true
    LEFT JOIN fx_z z ON z.n = s.n AND NOT s.leaves AND z.place_id = f.place_id AND z.team_id = f.team_id AND z.rule_id = f.rule_id AND z.loc = f.loc
    UNION ALL
    SELECT s.n, s.subject_id, s.place_id, s.team_id, s.fix_team_id, s.cluster_id, s.leaves, a.rule_id, a.loc, area_of(r.kind, 4::smallint, r.area),
      (CASE WHEN s.place_id = 0 THEN 6 ELSE b.unit END)::smallint, r.kind, false, true, 0, 0, false,
      CASE WHEN c.id IS NULL AND z.decision IS NULL OR severity_rises(coalesce(z.severity, c.severity), a.severity)
        OR r.kev AND NOT coalesce(z.kev, c.flags & 1 = 1) THEN 0 ELSE greatest(c.decision, z.decision) END,
      points_of(a.severity, r.factor, a.exposed, a.idle)::bigint * a.places, r.kev AND a.exposed
    FROM fx_spot s JOIN subject b ON b.id = s.subject_id JOIN fx_a a ON a.n = s.n AND a.place_id = s.place_id AND a.team_id = s.team_id
    JOIN rule r ON r.id = a.rule_id
    LEFT JOIN finding c ON c.subject_id = a.subject_id AND c.place_id = a.place_id AND c.rule_id = a.rule_id AND c.loc = a.loc AND c.team_id = a.team_id
    LEFT JOIN fx_z z ON z.n = s.n AND NOT s.leaves AND z.place_id = a.place_id AND z.team_id = a.team_id AND z.rule_id = a.rule_id AND z.loc = a.loc
    WHERE NOT EXISTS (SELECT 1 FROM fx_f f WHERE f.subject_id = a.subject_id AND f.place_id = a.place_id AND f.team_id = a.team_id
      AND f.rule_id = a.rule_id AND f.loc = a.loc)`;

const weighs = (decision: string) => `${decision} NOT IN (2, 3)`;
const lost = (value: string, after: string, also = "true") =>
  `sum(CASE WHEN was AND ${weighs("o_decision")} AND ${also.replaceAll("DECISION", "o_decision")} THEN ${value} ELSE 0 END)
   - sum(CASE WHEN stays AND ${weighs("decision")} AND ${also.replaceAll("DECISION", "decision")} THEN ${after} ELSE 0 END)`;

/** `here`: how many more findings there are after it than before. */
const summed = `
  INSERT INTO fx_d
    SELECT n, subject_id, place_id, team_id, min(fix_team_id), min(cluster_id), area, unit,
      count(*) FILTER (WHERE stays) - count(*) FILTER (WHERE was), count(*) FILTER (WHERE NOT was), ${lost("o_points", "points")},
      ${lost("o_points", "points", "DECISION = 1")}, ${lost("o_exposed_kev::int", "exposed_kev::int")}
    FROM fx_c GROUP BY 1, 2, 3, 4, 7, 8`;

/** A finding goes by the first move that removes it. */
const gone = `
  UPDATE fx_f f SET move_n = c.n FROM (SELECT DISTINCT ON (subject_id, place_id, team_id, rule_id, loc) * FROM fx_c
      WHERE was AND NOT stays AND NOT leaves ORDER BY subject_id, place_id, team_id, rule_id, loc, n) c
    WHERE f.subject_id = c.subject_id AND f.place_id = c.place_id AND f.team_id = c.team_id AND f.rule_id = c.rule_id AND f.loc = c.loc`;

const steps = [
  spots,
  placed,
  "ANALYZE fx_spot; ANALYZE fx_p",
  said,
  "CREATE INDEX ON fx_a (n, place_id, team_id, rule_id); ANALYZE fx_a",
  unscanned,
  "CREATE INDEX ON fx_w (n, place_id, team_id, kind); ANALYZE fx_w",
  carried,
  compared,
  summed,
  gone,
];

/** Moves that remove nothing that is open, or bring more than they remove, are none. */
export async function keepWorthwhile(client: PoolClient, moves: readonly Move[]): Promise<Move[]> {
  if (moves.length === 0) return [];
  const { rows } = await client.query<{ n: number }>(
    `SELECT m.n FROM fx_m m WHERE EXISTS (SELECT 1 FROM fx_f f WHERE f.move_n = m.n AND f.state < 4)
       AND (SELECT sum(points) FROM fx_d d WHERE d.n = m.n) >= 0`,
  );
  const kept = new Set(rows.map((row) => row.n));
  await client.query("UPDATE fx_f SET move_n = NULL WHERE move_n IS NOT NULL AND NOT move_n = ANY ($1)", [[...kept]]);
  await client.query("DELETE FROM fx_d WHERE NOT n = ANY ($1)", [[...kept]]);
  return moves.filter(({ n }) => kept.has(n));
}
