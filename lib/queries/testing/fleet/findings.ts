import type { FleetShape } from "../fill";
import { choose, random } from "./random";

const severity = (value: string) =>
  choose(value, [
    [5, 0.05],
    [4, 0.23],
    [3, 0.4],
    [1, 0.22],
    [2, 0.06],
    [0, 0.04],
  ]);

/** What each subject has, the same wherever it runs; then one finding for each place and team. */
export function findingStatements(shape: FleetShape, detections: boolean): string[] {
  const { perImage, perWorkload, rules, seed } = shape;
  const popular = (power: number) => `floor(power(${random(seed, "rule", "s.id", "n")}, ${power})`;
  return [
    `CREATE TEMP TABLE has ON COMMIT DROP AS
       SELECT DISTINCT ON (s.id, r.id) s.id AS subject_id, r.id AS rule_id, r.kind, r.factor, r.kev, (r.epss >= 0.1) IS TRUE AS likely,
         CASE WHEN r.kind = 0 THEN 4 ELSE r.area END AS area, r.severity,
         CASE WHEN r.kind IN (2, 3, 4, 5) THEN n ELSE 0 END AS loc,
         ${choose(random(seed, "fixs", "r.id", "s.id % 7"), [
           [3, 0.55],
           [1, 0.3],
           [2, 0.05],
           [0, 0.1],
         ])} AS fix_state
       FROM subject s
       CROSS JOIN LATERAL generate_series(1, floor((0.3 + 1.4 * ${random(seed, "many", "s.id")})
         * CASE WHEN s.kind = 4 THEN ${perImage} WHEN s.kind = 3 THEN ${perWorkload} ELSE 30 END)::int) n
       JOIN (SELECT *, ${severity(random(seed, "sev", "id"))} AS severity, row_number() OVER (PARTITION BY kind = 0 ORDER BY id) AS number
               FROM rule) r
         ON (r.kind = 0) = (s.kind = 4 AND n % 40 > 0)
         AND r.number = 1 + (CASE WHEN s.kind = 4 AND n % 40 > 0 THEN ${popular(2)} * ${Math.floor(rules * 0.9)})
                             ELSE ${popular(1.5)} * ${Math.floor(rules * 0.1)}) END)::int
       ORDER BY s.id, r.id`,
    `CREATE TEMP TABLE spot ON COMMIT DROP AS
       SELECT subject_id, place_id, cluster_id, team_id, fix_team_id, bool_or(exposed) AS exposed, bool_and(running = 2) AS idle,
         count(DISTINCT workload_id)::int AS places, min(asset_id) AS asset_id,
         date_trunc('milliseconds', now()) - interval '1 hour' * floor(4800 * power(${random(seed, "first", "subject_id", "place_id")}, 2)) AS since
       FROM placement GROUP BY 1, 2, 3, 4, 5`,
    "ANALYZE has",
    "ANALYZE spot",
    `INSERT INTO finding (subject_id, place_id, rule_id, loc, team_id, fix_team_id, cluster_id, kind, area, severity, state, presence,
         decision, work, awaiting, fix_state, flags, points, places, witnesses, first_seen_at, state_at, due_at, due_days, assignee_id)
       SELECT subject_id, place_id, rule_id, loc, team_id, fix_team_id, cluster_id, kind, area, severity,
         state_of(presence, awaiting, decision, work), presence, decision, work, awaiting, fix_state, flags,
         points_of(sev, factor::smallint, exposed, idle), places, 1 << tool, first_seen_at,
         least(first_seen_at + interval '1 day' * (luck * 3), now()),
         first_seen_at + due_span(due_days), due_days,
         CASE WHEN work > 0 AND team_id > 0 THEN team_id END
       FROM (
         SELECT h.*, CASE WHEN fix_state NOT IN (1, 2) THEN sla.days[1 + severity * 2 + kev::int] END AS due_days,
           CASE WHEN kind = 0 THEN 0 WHEN kind = 5 THEN 3 WHEN kind = 6 THEN 2 ELSE 4 END AS tool, severity::smallint AS sev,
           ${choose("luck", [
             [0, 0.84],
             [1, 0.07],
             [2, 0.06],
             [3, 0.015],
             [4, 0.01],
             [5, 0.005],
           ])}::smallint AS presence,
           ${choose("luck", [
             [0, 0.74],
             [1, 0.03],
             [2, 0.01],
             [3, 0.01],
             [4, 0.01],
             [0, 1],
           ])}::smallint AS decision,
           ${choose("luck", [
             [0, 0.68],
             [1, 0.035],
             [2, 0.015],
             [0, 1],
           ])}::smallint AS work, luck >= 0.66 AND luck < 0.68 AS awaiting,
           (CASE WHEN kev THEN 1 ELSE 0 END + CASE WHEN likely THEN 2 ELSE 0 END + CASE WHEN exposed THEN 4 ELSE 0 END
             + CASE WHEN idle THEN 8 ELSE 0 END)::smallint AS flags,
           since - interval '1 minute' * (rule_id % 50) AS first_seen_at
         FROM (
           SELECT h.*, p.place_id, p.cluster_id, p.team_id, p.fix_team_id, p.exposed, p.idle, p.places, p.since,
             ${random(seed, "luck", "h.subject_id", "h.rule_id", "p.place_id")} AS luck
           -- OFFSET 0, twice: each thing is worked out once, not wherever it is named.
           FROM has h JOIN spot p USING (subject_id) OFFSET 0) h CROSS JOIN (SELECT due_days() AS days OFFSET 0) sla OFFSET 0) f
       ORDER BY subject_id, place_id, rule_id`,
    ...(detections ? [detectionStatement] : []),
    `INSERT INTO finding_event (finding_id, axis, before, after, observed_at)
       SELECT id, 0, 0, presence, state_at FROM finding WHERE presence > 0`,
    `INSERT INTO finding_event (finding_id, axis, before, after, observed_at, actor_id)
       SELECT id, 2, 0, work, state_at, assignee_id FROM finding WHERE work > 0`,
  ];
}

const detectionStatement = `INSERT INTO detection (asset_id, rule_id, loc, scope_id, content_hash, first_seen_at, tool_id, severity,
    severity_source, fix_state, evidence)
  SELECT a.id, h.rule_id, h.loc, s.id, h.rule_id, now() - interval '100 days', s.tool_id, h.severity, 3, h.fix_state,
    jsonb_build_object('location', 'pkg:deb/debian/lib' || h.rule_id % 90, 'package', 'lib' || h.rule_id % 90, 'installed', '1.' || h.rule_id % 9,
      'fixed', CASE WHEN h.fix_state = 3 THEN '2.' || h.rule_id % 9 END)
  FROM has h JOIN asset a ON a.subject_id = h.subject_id JOIN scope s ON s.target_id = a.id`;
