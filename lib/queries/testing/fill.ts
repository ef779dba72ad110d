import type { Pool, PoolClient } from "pg";
import { transaction } from "@/lib/db/transaction";
import { refreshFixes } from "@/lib/services/fix/refresh";
import { findingStatements } from "./fleet/findings";
import { inventoryStatements } from "./fleet/inventory";
import { peopleStatements } from "./fleet/people";
import { workStatements } from "./fleet/work";
import { rollUp } from "./roll-up";

export interface FillOptions {
  /** About how many findings; the true number is within a few per cent. */
  rows: number;
  clusters?: number;
  teams?: number;
  /** Any integer: the same seed makes the same fleet. */
  seed?: number;
  /** Detections behind the findings of images, for detail pages. */
  detections?: boolean;
  /** Fixes of what is there, worked out from the detections. */
  fixes?: boolean;
  /** Remediations and exceptions, for their pages. */
  work?: boolean;
}

export interface FleetShape {
  rows: number;
  clusters: number;
  teams: number;
  seed: number;
  /** Namespaces per cluster. */
  namespaces: number;
  workloadsPerNamespace: number;
  images: number;
  rules: number;
  /** Rules that one image breaks, on average. */
  perImage: number;
  perWorkload: number;
}

/** Sizes of everything, so that about `rows` findings come out. */
export function fleetShape({ rows, clusters, teams = 40, seed = 1 }: FillOptions): FleetShape {
  const count = clusters ?? Math.max(3, Math.min(100, Math.round(rows / 100_000)));
  const namespaces = Math.max(3, Math.min(60, Math.round(rows / count / 200)));
  const workloadsPerNamespace = rows < 20_000 ? 3 : 12;
  const workloads = count * namespaces * workloadsPerNamespace;
  const images = Math.max(6, Math.round(workloads / 5));
  const perWorkload = Math.max(2, Math.min(20, Math.round((rows * 0.15) / workloads)));
  const pairs = workloads * 1.4;
  const perImage = Math.max(3, Math.round((rows * 0.85) / pairs));
  return {
    rows,
    clusters: count,
    teams,
    seed,
    namespaces,
    workloadsPerNamespace,
    images,
    perImage,
    perWorkload,
    rules: Math.max(60, Math.min(20_000, perImage * 60)),
  };
}

/**
 * Fills an empty, migrated database with a plausible fleet by SQL alone, for plans, timings and property tests: ten
 * or so clusters, namespaces that teams own, images that run in several places, all states and severities. It writes
 * the tables that the merge would have written, roll-ups included; the merge itself is not run.
 */
export async function fill(pool: Pool, options: FillOptions): Promise<FleetShape> {
  const shape = fleetShape(options);
  await transaction(async (client) => {
    await client.query(
      "SET LOCAL synchronous_commit = off; SET LOCAL work_mem = '256MB'; SET LOCAL maintenance_work_mem = '512MB'",
    );
    for (const text of [...peopleStatements(shape), ...inventoryStatements(shape)]) await client.query(text);
    await withoutIndexes(client, "finding", async () => {
      for (const text of findingStatements(shape, options.detections ?? false)) await client.query(text);
    });
    if (options.work) for (const text of workStatements(shape)) await client.query(text);
    await client.query(rollUp);
  }, pool);
  // The whole database: a list reads an index alone only where its pages are known to be visible to all.
  await pool.query("VACUUM (ANALYZE)");
  if (options.fixes) {
    await pool.query(
      "INSERT INTO fix_dirty (subject_id) SELECT DISTINCT subject_id FROM finding WHERE presence = 0 ORDER BY 1",
    );
    await refreshFixes(pool);
  }
  return shape;
}

/** A table is filled many times faster when its indexes are made afterwards. */
async function withoutIndexes(client: PoolClient, table: string, work: () => Promise<void>): Promise<void> {
  const { rows } = await client.query<{ name: string; definition: string }>(
    `SELECT quote_ident(c.relname) AS name, pg_get_indexdef(i.indexrelid) AS definition FROM pg_index i
     JOIN pg_class c ON c.oid = i.indexrelid WHERE i.indrelid = to_regclass($1) AND NOT i.indisprimary`,
    [table],
  );
  for (const { name } of rows) await client.query(`DROP INDEX ${name}`);
  await work();
  await client.query(`ANALYZE ${table}`);
  for (const { definition } of rows) await client.query(definition);
}
