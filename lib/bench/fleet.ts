import { cpus, loadavg } from "node:os";
import type { Pool } from "pg";
import { pool } from "../db/pool";
import { fill } from "../queries/testing/fill";
import type { BenchOptions } from "./options";
import type { Row } from "./table";

/** A fleet of the size asked for, made by SQL alone, or what an earlier run made and left. */
export async function filled(
  { findings, clusters, keep, fixes }: BenchOptions,
  say: (text: string) => void,
): Promise<void> {
  const made = `bench fleet of ${findings} in ${clusters} clusters with ${fixes ? "fixes and work" : "work"}`;
  if (keep && (await noteOf(pool())) === made) return say("the fleet of an earlier run");
  await empty(pool());
  say("filling by SQL");
  await fill(pool(), { rows: findings, clusters, detections: true, work: true, fixes });
  await pool().query(`COMMENT ON TABLE finding IS '${made}'`);
}

async function noteOf(db: Pool): Promise<string | null> {
  const { rows } = await db.query<{ note: string | null }>("SELECT obj_description('finding'::regclass) AS note");
  return rows[0]?.note ?? null;
}

/** An earlier run may have left its data, or its jobs. */
export async function empty(db: Pool): Promise<void> {
  const { rows } = await db.query<{ name: string }>(
    `SELECT quote_ident(tablename) AS name FROM pg_tables
     WHERE schemaname = 'public' AND tablename NOT IN ('_prisma_migrations', 'place', 'sla_policy', 'setting', 'audit_entry', 'audit_head')`,
  );
  await db.query("COMMENT ON TABLE finding IS NULL");
  await db.query(`TRUNCATE ${rows.map((row) => row.name).join(", ")} RESTART IDENTITY CASCADE`);
  await db.query("DELETE FROM place WHERE id <> 0");
  // What is drawn by lot depends on ids: the same seed makes the same fleet.
  await db.query("SELECT setval(pg_get_serial_sequence('place', 'id'), 1, false)");
  await db.query("DELETE FROM graphile_worker._private_jobs");
}

/** What was read from, so that the figures below it can be judged. */
export async function sizes(db: Pool): Promise<Row> {
  const { rows } = await db.query<{ name: string; n: number; bytes: number }>(
    `SELECT t AS name, (xpath('/row/n/text()', query_to_xml('SELECT count(*) AS n FROM ' || t, false, true, '')))[1]::text::int AS n,
       pg_total_relation_size(t::regclass)::float8 AS bytes
     FROM unnest(ARRAY['finding', 'detection', 'placement', 'posture_count', 'posture_sum', 'posture_day', 'flow_day', 'remediation', 'exception', 'cluster', 'team', 'rule']) t`,
  );
  const of = (name: string) => rows.find((row) => row.name === name);
  const findings = of("finding");
  return {
    name: "the fleet",
    // Times are of the clock: what else runs on the machine is in them.
    what: `${rows.map(({ name, n }) => `${name} ${n.toLocaleString("en-GB")}`).join(", ")}; ${cpus().length} cores, load ${(loadavg()[0] ?? 0).toFixed(1)} before`,
    seconds: null,
    value: (findings?.bytes ?? 0) / Math.max(1, findings?.n ?? 0),
    unit: "B/finding",
    target: null,
  };
}
