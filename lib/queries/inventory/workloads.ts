import type { Scope } from "@/lib/authz/scope";
import { type Run, reading } from "@/lib/db/read";
import { lookUp, type Named } from "../names";
import { all, likePattern, Parameters } from "../sql";
import { ownPosture, ownTeam } from "../visible";
import { type WorkloadRisk, workloadRisks } from "./risk";

export interface WorkloadRequest {
  cluster?: string;
  namespace?: string;
  team?: string;
  q?: string;
  /** Place and name of the last one shown. */
  cursor: WorkloadCursor | null;
  limit: number;
}

export interface WorkloadCursor {
  place: number;
  name: string;
  id: number;
}

export interface WorkloadRow extends Omit<WorkloadRisk, "cluster" | "team" | "place"> {
  cluster: Named;
  namespace: string;
  team: Named | null;
}

/** A page of what the reader's teams run, place by place in order of name, each with its risk. */
export async function listWorkloads(
  scope: Scope,
  request: WorkloadRequest,
): Promise<{ rows: WorkloadRow[]; next: WorkloadCursor | null }> {
  return reading(scope, async (run) => {
    const found = await run<WorkloadCursor>(pageStatement(scope, request));
    const page = found.slice(0, request.limit);
    const last = found.length > request.limit ? (page.at(-1) ?? null) : null;
    const ids = page.map((row) => row.id);
    const risks = await workloadRisks(run, scope, ids);
    const rows = await namedWorkloads(run, scope, risks);
    return { rows: rows.sort((a, b) => ids.indexOf(a.id) - ids.indexOf(b.id)), next: last };
  });
}

/**
 * Where few teams are asked for, their places come first and each is read until the page is full; else the workloads
 * themselves are walked in their order.
 */
function pageStatement(scope: Scope, { cluster, namespace, team, q, cursor, limit }: WorkloadRequest) {
  const p = new Parameters();
  const own = ownPosture(scope, p, "w");
  // Every placeholder must be used: the server cannot tell the type of one that is not.
  if (team === "none") own.push("w.team_id = 0");
  else if (team) {
    const slug = p.add(team, "text");
    own.push(`w.team_id = (SELECT id FROM team WHERE slug = ${slug} AND ${ownTeam(scope, p, "id")})`);
  }
  const conditions = [
    // Other objects of a cluster are workloads by kind, too: what runs pods is counted as one.
    "a.kind = 3 AND s.unit = 0 AND a.gone_at IS NULL AND a.place_id > 0",
    `EXISTS (SELECT 1 FROM placement w WHERE ${all(["w.workload_id = a.id", ...own])})`,
    ...(q ? [`a.name ILIKE ${p.add(likePattern(q), "text")}`] : []),
  ];
  const slug = cluster ? p.add(cluster, "text") : null;
  const named = namespace ? p.add(namespace, "text") : null;
  const after = cursor && {
    place: p.add(cursor.place, "int"),
    rest: `${p.add(cursor.name, "text")}, ${p.add(cursor.id, "int")}`,
  };
  if (after) conditions.push(`(a.place_id, a.name, a.id) > (${after.place}, ${after.rest})`);
  const most = p.add(limit + 1, "int");
  const columns = "SELECT a.place_id AS place, a.name, a.id FROM asset a JOIN subject s ON s.id = a.subject_id";
  const order = "ORDER BY a.place_id, a.name, a.id";
  if (own.length === 0) {
    const there = [...(slug ? [`c.slug = ${slug}`] : []), ...(named ? [`q.namespace = ${named}`] : [])];
    return {
      text: `${columns} JOIN place q ON q.id = a.place_id JOIN cluster c ON c.id = q.cluster_id
        WHERE ${all([...conditions, ...there])} ${order} LIMIT ${most}`,
      values: p.values,
    };
  }
  const places = all([
    "w.place_id > 0",
    ...own,
    ...(slug ? [`w.cluster_id = (SELECT id FROM cluster WHERE slug = ${slug})`] : []),
    ...(named ? [`w.place_id IN (SELECT id FROM place WHERE namespace = ${named})`] : []),
    ...(after ? [`w.place_id >= ${after.place}`] : []),
  ]);
  return {
    text: `SELECT a.* FROM (SELECT DISTINCT w.place_id AS id FROM placement w WHERE ${places} ORDER BY 1) q
      CROSS JOIN LATERAL (${columns} WHERE ${all(["a.place_id = q.id", ...conditions])} ${order} LIMIT ${most}) a
      ORDER BY q.id, a.name, a.id LIMIT ${most}`,
    values: p.values,
  };
}

/** The workloads with the names of where they are and whose; a cluster that cannot be named takes its own with it. */
export async function namedWorkloads(run: Run, scope: Scope, risks: readonly WorkloadRisk[]): Promise<WorkloadRow[]> {
  const names = await lookUp(run, scope, {
    places: risks.map((risk) => risk.place),
    clusters: risks.map((risk) => risk.cluster),
    teams: risks.map((risk) => risk.team),
  });
  return risks.flatMap(({ place, cluster, team, ...risk }) => {
    const at = names.clusters.get(cluster);
    const namespace = names.places.get(place)?.namespace ?? "";
    return at ? [{ ...risk, cluster: at, namespace, team: names.teams.get(team) ?? null }] : [];
  });
}
