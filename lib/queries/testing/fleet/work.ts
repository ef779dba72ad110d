import type { FleetShape } from "../fill";
import { random } from "./random";

/** Findings of one remediation. */
const ITEMS = 40;

/** What people made of the findings: remediations with their progress, and exceptions with what they cover. */
export function workStatements({ rows, teams, seed }: FleetShape): string[] {
  const remediations = Math.max(teams, Math.min(10_000, Math.round(rows / 500)));
  const exceptions = Math.max(10, Math.min(2_000, Math.round(rows / 2_000)));
  return [
    `INSERT INTO remediation (title, team_id, assignee_id, state, due_at, created_by, created_at, state_at)
       SELECT 'Update group ' || i, 1 + i % ${teams}, 1 + i % ${teams}, CASE WHEN i % 5 < 3 THEN i % 3 ELSE 3 + i % 3 END,
         CASE WHEN i % 4 > 0 THEN now() + interval '1 hour' * (i % 900 - 200) END, 1 + i % ${teams}, now() - interval '1 hour' * (i % 2000), now()
       FROM generate_series(1, ${remediations}) i`,
    // Each takes a stretch of what its team runs, from somewhere on.
    `INSERT INTO remediation_item (remediation_id, finding_id)
       SELECT r.id, f.id FROM remediation r
       CROSS JOIN LATERAL (SELECT floor(${random(seed, "from", "r.id")} * (SELECT max(id) FROM finding))::bigint AS id OFFSET 0) start
       CROSS JOIN LATERAL (SELECT f.id FROM finding f WHERE f.id > start.id AND f.team_id = r.team_id ORDER BY f.id LIMIT ${ITEMS}) f`,
    `INSERT INTO remediation_count (remediation_id, team_id, fix_team_id, open, fixed, excepted, unproven, awaiting_scan, kev, points, points_all)
       SELECT i.remediation_id, f.team_id, f.fix_team_id, count(*) FILTER (WHERE state < 3), count(*) FILTER (WHERE state IN (8, 9)),
         count(*) FILTER (WHERE state BETWEEN 4 AND 7), count(*) FILTER (WHERE state > 9), count(*) FILTER (WHERE state = 3),
         count(*) FILTER (WHERE flags & 1 = 1), coalesce(sum(points::bigint * places) FILTER (WHERE state < 4), 0), sum(points::bigint * places)
       FROM remediation_item i JOIN finding f ON f.id = i.finding_id GROUP BY 1, 2, 3`,
    `INSERT INTO remediation_event (remediation_id, version, axis, before, after, at, actor_id)
       SELECT id, 0, 0, NULL, state, state_at, created_by FROM remediation`,
    `INSERT INTO exception (state, decision, rule_id, reason, expires_at, requested_by, requested_at, decided_by, decided_at, severity)
       SELECT CASE WHEN n % 4 = 0 THEN 0 ELSE 1 END, decision, rule_id, 'The part that is affected is not used.', now() + interval '1 day' * (n % 90),
         1 + n % ${teams}, now() - interval '1 day', CASE WHEN n % 4 > 0 THEN 1 END, CASE WHEN n % 4 > 0 THEN now() END, severity
       FROM (SELECT rule_id, min(decision) AS decision, min(severity) AS severity, row_number() OVER (ORDER BY rule_id) AS n
         FROM finding WHERE decision > 0 AND presence = 0 GROUP BY 1 LIMIT ${exceptions}) x`,
    `INSERT INTO finding_exception (finding_id, exception_id, team_id, fix_team_id, severity, kev, since)
       SELECT f.id, x.id, f.team_id, f.fix_team_id, f.severity, f.flags & 1 = 1, f.state_at
       FROM exception x JOIN finding f ON f.rule_id = x.rule_id WHERE x.state = 1 AND f.decision > 0 AND f.presence = 0`,
  ];
}
