import type { Pool } from "pg";

/**
 * All that is shown, by names instead of ids, in one order: two databases that agree in it look the same.
 * `loose`: what is closed is left out, and the dates of findings on images of which several versions are known. Whether a
 * version was ever seen to run where a newer one was reported before depends on the order, and so does what it leaves.
 */
export async function stateOf(pool: Pool, part: { loose?: boolean } = {}): Promise<string[]> {
  const lines: string[] = [];
  const dates = part.loose
    ? "CASE WHEN (SELECT count(*) FROM asset v WHERE v.subject_id = f.subject_id) > 1 THEN NULL ELSE (f.first_seen_at, f.state_at, f.due_at) END"
    : "f.first_seen_at, f.state_at, f.due_at";
  const only = part.loose ? "WHERE f.presence = 0" : "";
  for (const sql of [
    `SELECT 'finding', sc.slug, s.key, fc.slug, p.namespace, r.code, f.loc, t.slug, ft.slug, f.area, f.severity, f.state, f.presence,
       f.decision, f.work, f.awaiting, f.fix_state, f.flags, f.points, f.places,
       (SELECT string_agg(name, '+' ORDER BY name) FROM tool WHERE f.witnesses >> id & 1 = 1), ${dates}
     FROM finding f JOIN subject s ON s.id = f.subject_id JOIN place p ON p.id = f.place_id JOIN rule r ON r.id = f.rule_id
     LEFT JOIN cluster sc ON sc.id = s.cluster_id LEFT JOIN cluster fc ON fc.id = f.cluster_id LEFT JOIN team t ON t.id = f.team_id
     LEFT JOIN team ft ON ft.id = f.fix_team_id ${only}`,
    `SELECT 'placement', sc.slug, s.key, pc.slug, p.namespace, a.key, w.key, t.slug, ft.slug, CASE WHEN x.source & 1 = 1 THEN 1 ELSE x.source END, x.running, x.exposed, x.since, a.scanned
     FROM placement x JOIN subject s ON s.id = x.subject_id JOIN place p ON p.id = x.place_id JOIN asset a ON a.id = x.asset_id
     JOIN asset w ON w.id = x.workload_id LEFT JOIN cluster sc ON sc.id = s.cluster_id LEFT JOIN cluster pc ON pc.id = x.cluster_id
     LEFT JOIN team t ON t.id = x.team_id LEFT JOIN team ft ON ft.id = x.fix_team_id`,
    `SELECT 'detection', c.slug, a.key, r.code, d.loc, t.name, d.severity, d.severity_source, d.fix_state, d.first_seen_at, d.muted, d.evidence
     FROM detection d JOIN asset a ON a.id = d.asset_id JOIN rule r ON r.id = d.rule_id JOIN tool t ON t.id = d.tool_id
     LEFT JOIN cluster c ON c.id = a.cluster_id`,
    `SELECT 'scope', c.slug, a.key, t.name, s.class, s.profile, s.observed_at, s.complete_at, s.assesses
     FROM scope s JOIN asset a ON a.id = s.target_id JOIN tool t ON t.id = s.tool_id LEFT JOIN cluster c ON c.id = a.cluster_id`,
    `SELECT 'count', c.slug, p.namespace, t.slug, ft.slug, x.area, x.kind, x.severity, x.state, x.unit, x.fix_state, x.n, x.points, x.kev, x.fixable
     FROM posture_count x JOIN place p ON p.id = x.place_id LEFT JOIN cluster c ON c.id = x.cluster_id LEFT JOIN team t ON t.id = x.team_id
     LEFT JOIN team ft ON ft.id = x.fix_team_id WHERE x.n <> 0 ${part.loose ? "AND x.state < 8" : ""}`,
    `SELECT 'rule', r.code, r.kind, r.area, r.title, (SELECT string_agg(alias, '+' ORDER BY alias) FROM rule_alias a WHERE a.rule_id = r.id AND a.alias <> r.code)
     FROM rule r WHERE EXISTS (SELECT 1 FROM detection d WHERE d.rule_id = r.id)`,
  ]) {
    const { rows } = await pool.query<unknown[]>({ text: sql, rowMode: "array" });
    lines.push(...rows.map((row) => JSON.stringify(row)));
  }
  return lines.sort();
}

/** Lines of one that the other lacks, a few of each. */
export function unlike(have: string[], want: string[]): string[] {
  const [a, b] = [new Set(have), new Set(want)];
  return [
    ...have
      .filter((line) => !b.has(line))
      .slice(0, 14)
      .map((line) => `+ ${line}`),
    ...want
      .filter((line) => !a.has(line))
      .slice(0, 14)
      .map((line) => `- ${line}`),
  ];
}

/** Changes whenever a row of detections, findings or their journal is written, even with what it held before. */
export async function writtenMark(pool: Pool): Promise<string> {
  const { rows } = await pool.query<{ mark: string }>(
    `SELECT concat_ws(' ',
       (SELECT md5(string_agg(concat_ws(',', ctid, xmin), ' ' ORDER BY ctid)) FROM detection),
       (SELECT md5(string_agg(concat_ws(',', ctid, xmin), ' ' ORDER BY ctid)) FROM finding),
       (SELECT count(*) FROM finding_event)) AS mark`,
  );
  return rows[0]?.mark ?? "";
}

/** Takes a test's database back to what the migrations made. */
export async function emptied(pool: Pool): Promise<void> {
  const { rows } = await pool.query<{ list: string }>(
    `SELECT string_agg(format('%I', relname), ',') AS list FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace
     AND relname NOT IN ('_prisma_migrations', 'sla_policy', 'place', 'setting', 'audit_entry', 'audit_head')`,
  );
  await pool.query(`TRUNCATE ${rows[0]?.list} RESTART IDENTITY CASCADE; DELETE FROM place WHERE id > 0`);
}
