import type { Pool } from "pg";
import { postureFromFindings, sumsFromPosture } from "../../queries/testing/roll-up";

/** Lines about what does not hold in a database that only the merge has written; empty: all is well. */
export async function faults(pool: Pool): Promise<string[]> {
  const found: string[] = [];
  const look = async (list: Record<string, string>) => {
    for (const [name, sql] of Object.entries(list)) {
      const { rows } = await pool.query(sql);
      for (const row of rows.slice(0, 3)) found.push(`${name}: ${JSON.stringify(row)}`);
    }
  };
  await look(checks);
  // What waits belongs to the sums, before it is folded into them and after.
  await pool.query("SELECT posture_fold(1)");
  await look({ ...sumChecks, ...totalChecks });
  return found;
}

const cells =
  "place_id, team_id, fix_team_id, area, kind, severity, state, unit, fix_state, cluster_id, n, points, kev, exposed_kev, fixable";
const sums =
  'cluster_id, team_id, state, area, kind, unit, fix_state, info, low, "unknown", medium, high, critical, points, kev, exposed_kev, fixable';
const fixes =
  'fix_team_id, cluster_id, team_id, state, area, kind, fix_state, info, low, "unknown", medium, high, critical, fixable';

const severityColumns = 'info, low, "unknown", medium, high, critical';
const bySeverity = ["info", "low", "unknown", "medium", "high", "critical"]
  .map((word, code) => `count(*) FILTER (WHERE severity = ${code}) AS "${word}"`)
  .join(", ");

/** Rows that one side has and the other has not. */
const differing = (columns: string, have: string, want: string) => `
  (SELECT 'stored' AS side, x.* FROM (SELECT ${columns} FROM (${have}) h EXCEPT ALL SELECT ${columns} FROM (${want}) w) x)
  UNION ALL
  (SELECT 'expected', x.* FROM (SELECT ${columns} FROM (${want}) w EXCEPT ALL SELECT ${columns} FROM (${have}) h) x)`;

/** The latest journal row of each axis, and the first. */
const ends = `
  SELECT DISTINCT ON (finding_id, axis) finding_id, axis, after FROM finding_event WHERE axis NOT IN (8, 11, 17, 18)
  ORDER BY finding_id, axis, id DESC`;
const value = `CASE e.axis WHEN 0 THEN f.presence WHEN 1 THEN f.decision WHEN 2 THEN f.work WHEN 3 THEN f.severity WHEN 4 THEN f.points
  WHEN 5 THEN f.team_id WHEN 6 THEN f.place_id WHEN 7 THEN f.fix_state WHEN 9 THEN seconds_of(f.due_at) WHEN 10 THEN f.awaiting::int
  WHEN 12 THEN f.fix_team_id WHEN 13 THEN f.area WHEN 14 THEN f.flags WHEN 15 THEN f.places WHEN 16 THEN seconds_of(f.first_seen_at) END`;
/** Findings that are, and those that became one with another, as far as the journal tells of them. */
const told = `(SELECT id, presence, decision, work, severity, points, team_id, place_id, fix_state, due_at, awaiting, fix_team_id, area, flags,
    places, first_seen_at FROM finding
  UNION ALL SELECT id, presence, decision, work, severity, points, team_id, place_id, fix_state, due_at, awaiting, fix_team_id, area, flags,
    places, first_seen_at FROM finding_past)`;

const some = `(${severityColumns}) <> (0, 0, 0, 0, 0, 0)`;
const keys = "state, area, kind, unit, fix_state";
const added = (columns: string) =>
  columns
    .split(", ")
    .map((name) => `sum(${name}) AS ${name}`)
    .join(", ");
const counted = `${severityColumns}, points, kev, exposed_kev, fixable`;
const sumUp = (from: string, by: string, columns: string) =>
  `SELECT * FROM (SELECT ${by}, ${added(columns)} FROM ${from} x GROUP BY ${by}) s WHERE ${some}`;

const sumChecks: Record<string, string> = {
  posture_sums: differing(
    sums,
    sumUp("posture_sums", `cluster_id, team_id, ${keys}`, counted),
    `SELECT * FROM (${sumsFromPosture}) s WHERE ${some}`,
  ),
  posture_fixes: differing(
    fixes,
    sumUp(
      "posture_fixes",
      "fix_team_id, cluster_id, team_id, state, area, kind, fix_state",
      `${severityColumns}, fixable`,
    ),
    `SELECT fix_team_id, cluster_id, team_id, state, area, kind, fix_state, ${bySeverity},
       count(*) FILTER (WHERE presence = 0 AND fix_state = 3) AS fixable
     FROM finding WHERE fix_team_id <> team_id GROUP BY 1, 2, 3, 4, 5, 6, 7`,
  ),
};

/** All that there is (-1), and what a team may see, runs, and can fix. */
const roles = `SELECT 0 AS role, -1 AS of_team, f.* FROM finding f UNION ALL SELECT 0, f.team_id, f.* FROM finding f
  UNION ALL SELECT 0, f.fix_team_id, f.* FROM finding f WHERE f.fix_team_id <> f.team_id
  UNION ALL SELECT 1, f.team_id, f.* FROM finding f UNION ALL SELECT 2, f.fix_team_id, f.* FROM finding f`;
sumChecks.posture_briefs = differing(
  `role, team_id, cluster_id, state, fix_state, ${severityColumns}`,
  sumUp("posture_briefs", "role, team_id, cluster_id, state, fix_state", severityColumns),
  `SELECT role, of_team AS team_id, cluster_id, state, fix_state, ${bySeverity} FROM (${roles}) f GROUP BY 1, 2, 3, 4, 5`,
);

/** Where nothing waits, the totals agree with the sums. */
const totalChecks: Record<string, string> = {
  posture_cluster: differing(
    `cluster_id, ${keys}, ${counted}`,
    `SELECT * FROM posture_cluster WHERE ${some}`,
    sumUp("posture_sum", `cluster_id, ${keys}`, counted),
  ),
  posture_team: differing(
    `team_id, weight, ${keys}, ${counted}`,
    `SELECT * FROM posture_team WHERE ${some}`,
    sumUp(
      "(SELECT s.*, coalesce(c.criticality, 10) AS weight FROM posture_sum s LEFT JOIN cluster c ON c.id = s.cluster_id)",
      `team_id, weight, ${keys}`,
      counted,
    ),
  ),
};

const checks: Record<string, string> = {
  posture_count: differing(cells, "SELECT * FROM posture_count WHERE n <> 0 OR points <> 0", postureFromFindings),
  ...sumChecks,
  "journal ends elsewhere": `
    SELECT e.*, ${value} AS now FROM (${ends}) e JOIN ${told} f ON f.id = e.finding_id WHERE e.after IS DISTINCT FROM ${value}`,
  "journal has a gap": `
    SELECT * FROM (SELECT finding_id, axis, before, lag(after) OVER w AS previous, lag(id) OVER w AS known
      FROM finding_event WHERE axis NOT IN (8, 11, 17, 18) WINDOW w AS (PARTITION BY finding_id, axis ORDER BY id)) e
    WHERE known IS NOT NULL AND before IS DISTINCT FROM previous`,
  "journal runs backwards": `
    SELECT * FROM (SELECT finding_id, observed_at, lag(observed_at) OVER (PARTITION BY finding_id ORDER BY id) AS previous
      FROM finding_event WHERE axis NOT IN (8, 17)) e WHERE observed_at < previous`,
  "journal of nothing": `SELECT * FROM finding_event e WHERE NOT EXISTS (SELECT 1 FROM finding f WHERE f.id = e.finding_id)
    AND NOT EXISTS (SELECT 1 FROM finding_past f WHERE f.id = e.finding_id)`,
  "past of nothing": `SELECT * FROM finding_past p WHERE NOT EXISTS (SELECT 1 FROM finding f WHERE f.id = p.into_id)`,
  "state not derived": `SELECT id, state FROM finding WHERE state <> state_of(presence, awaiting, decision, work)`,
  "scope.findings": `
    SELECT s.id, s.findings, x.n FROM scope s CROSS JOIN LATERAL (
      SELECT count(*) AS n FROM (
        SELECT DISTINCT p.subject_id, p.place_id, p.team_id, d.rule_id, CASE WHEN is_located(r.kind) THEN d.loc ELSE 0 END
        FROM detection d JOIN placement p ON p.asset_id = d.asset_id JOIN rule r ON r.id = d.rule_id
        WHERE d.scope_id = s.id AND NOT d.muted) y) x
    WHERE s.findings <> x.n`,
  "packed copy": `
    SELECT s.scope_id, length(s.blob) / 24 AS packed, count(d.*) AS stored FROM scope_seen s
    LEFT JOIN detection d ON d.scope_id = s.scope_id GROUP BY 1, 2 HAVING length(s.blob) / 24 <> count(d.*)`,
  "said since a complete report": `
    SELECT t.scope_id FROM scope_said t LEFT JOIN scope s ON s.id = t.scope_id WHERE s.id IS NULL OR s.observed_at <= s.complete_at`,
  "present without evidence": `
    SELECT f.id FROM finding f WHERE presence = 0 AND NOT awaiting AND NOT EXISTS (
      SELECT 1 FROM placement p JOIN detection d ON d.asset_id = p.asset_id WHERE p.subject_id = f.subject_id
        AND p.place_id = f.place_id AND p.team_id = f.team_id AND d.rule_id = f.rule_id AND (f.loc = 0 OR d.loc = f.loc) AND NOT d.muted)`,
  "evidence without finding": `
    SELECT p.subject_id, p.place_id, p.team_id, d.rule_id FROM placement p JOIN detection d ON d.asset_id = p.asset_id
    JOIN rule r ON r.id = d.rule_id WHERE NOT d.muted AND NOT EXISTS (
      SELECT 1 FROM finding f WHERE f.subject_id = p.subject_id AND f.place_id = p.place_id AND f.team_id = p.team_id
        AND f.rule_id = d.rule_id AND f.loc = CASE WHEN is_located(r.kind) THEN d.loc ELSE 0 END AND f.presence = 0)`,
};
