import type { Scope } from "@/lib/authz/scope";
import type { Run } from "@/lib/db/read";
import { lookUp, type Named } from "../names";
import { all, Parameters } from "../sql";
import { ownPosture, visible } from "../visible";
import { atSpot } from "./finding-ids";

/** A workload, node or other thing that a fix changes, with the version that it runs. */
export interface Touched {
  name: string;
  cluster: Named | null;
  namespace: string | null;
  version: string | null;
}

const MOST = 50;

/**
 * What a fix changes, of what the reader's teams run: workloads of others stay theirs. At most 50.
 * @param from of a move, the versions that it leaves
 */
export async function touchedBy(run: Run, scope: Scope, fixId: number, from: readonly number[]): Promise<Touched[]> {
  const p = new Parameters();
  const conditions = [`p.fix_id = ${p.add(fixId, "int")}`, ...ownPosture(scope, p, "f")];
  if (from.length > 0) conditions.push(`f.asset_id = ANY (${p.add(from, "int[]")})`);
  const rows = await run<{ name: string; cluster: number; namespace: string; version: string | null }>({
    text: `SELECT DISTINCT w.name, f.cluster_id AS cluster, q.namespace, CASE WHEN f.asset_id = f.workload_id THEN NULL ELSE a.name END AS version
      FROM fix_part p JOIN placement f ON f.subject_id = p.subject_id AND ${atSpot}
      JOIN asset w ON w.id = f.workload_id JOIN asset a ON a.id = f.asset_id JOIN place q ON q.id = f.place_id
      WHERE ${all(conditions)} AND f.place_id > 0
      ORDER BY 2, 3, 1 LIMIT ${MOST}`,
    values: p.values,
  });
  const names = await lookUp(run, scope, { clusters: rows.map((row) => row.cluster) });
  return rows.map(({ cluster, namespace, ...row }) => ({
    ...row,
    cluster: names.clusters.get(cluster) ?? null,
    namespace: namespace || null,
  }));
}

/** Names of versions that a move leaves, as far as they run within the scope. */
export async function versionsFrom(run: Run, scope: Scope, assets: readonly number[]): Promise<string[]> {
  if (assets.length === 0) return [];
  const p = new Parameters();
  const conditions = [`f.asset_id = ANY (${p.add(assets, "int[]")})`, ...visible(scope, p, "f")];
  const rows = await run<{ name: string }>({
    text: `SELECT DISTINCT a.name FROM placement f JOIN asset a ON a.id = f.asset_id WHERE ${all(conditions)} ORDER BY 1 LIMIT ${MOST}`,
    values: p.values,
  });
  return rows.map(({ name }) => name);
}
