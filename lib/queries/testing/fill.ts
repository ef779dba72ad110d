import type { Pool } from "pg";
import { transaction } from "@/lib/db/transaction";
import { findingStatements } from "./fleet/findings";
import { inventoryStatements } from "./fleet/inventory";
import { peopleStatements } from "./fleet/people";
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
    await client.query("SET LOCAL synchronous_commit = off; SET LOCAL work_mem = '256MB'");
    const statements = [
      ...peopleStatements(shape),
      ...inventoryStatements(shape),
      ...findingStatements(shape, options.detections ?? false),
    ];
    for (const text of statements) await client.query(text);
    await client.query(rollUp);
  }, pool);
  await pool.query("VACUUM (ANALYZE) finding");
  await pool.query("ANALYZE");
  return shape;
}
