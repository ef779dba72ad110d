import type { Pool, PoolClient } from "pg";
import type { AssetRef } from "../domain/asset/ref";
import { subjectKey } from "../domain/identity/asset-key";
import { assetKinds, type UnitKind, unitKinds } from "../domain/vocabulary";
import type { Question } from "./ask";

/** Workload kinds that run pods; other objects of a cluster are judged with the place they lie in. */
const RUNS_PODS = new Set([
  "Deployment",
  "StatefulSet",
  "DaemonSet",
  "ReplicaSet",
  "ReplicationController",
  "CronJob",
  "Job",
  "Pod",
  "DeploymentConfig",
  "Rollout",
]);

export function isGlobal(ref: AssetRef): boolean {
  return ref.kind === "image" || ref.kind === "repository" || ref.kind === "registry";
}

export function unitOf(ref: AssetRef): UnitKind {
  switch (ref.kind) {
    case "node":
    case "namespace":
    case "service_account":
    case "repository":
      return ref.kind;
    case "image":
      return "workload";
    case "workload":
      if ("object" in ref || !RUNS_PODS.has(ref.workloadKind)) return ref.namespace ? "namespace" : "control_plane";
      return "workload";
    default:
      return "control_plane";
  }
}

export function nameOf(ref: AssetRef): string {
  switch (ref.kind) {
    case "cluster":
      return "cluster";
    case "workload":
      return `${ref.workloadKind}/${ref.name}`;
    case "image":
      return ref.repository;
    default:
      return ref.name;
  }
}

/** Namespace of the place where a thing of a cluster lies; "" for the cluster itself. */
export function namespaceOf(ref: AssetRef): string {
  if (ref.kind === "workload" || ref.kind === "service_account") return ref.namespace;
  return ref.kind === "namespace" ? ref.name : "";
}

export interface SubjectWanted {
  ref: AssetRef;
  clusterId: number;
}

export function subjectIdentity({ ref, clusterId }: SubjectWanted): string {
  return `${isGlobal(ref) ? 0 : clusterId} ${subjectKey(ref)}`;
}

interface NamedSubject {
  id: number;
  identity: string;
}

const uniqueOf = (wanted: SubjectWanted[]) => [
  ...new Map(wanted.map((item) => [subjectIdentity(item), item])).values(),
];

const keyOf = ({ ref, clusterId }: SubjectWanted) => ({ cluster: isGlobal(ref) ? 0 : clusterId, key: subjectKey(ref) });

/** Those of the subjects that are known. */
export const subjectsNamed = (wanted: SubjectWanted[]): Question<NamedSubject> => ({
  text: `SELECT s.id, g.cluster || ' ' || g.key AS identity
         FROM jsonb_to_recordset($1::jsonb) g(cluster int, key text)
         CROSS JOIN LATERAL (SELECT id FROM subject WHERE cluster_id = g.cluster AND key = g.key OFFSET 0) s`,
  values: [JSON.stringify(uniqueOf(wanted).map(keyOf))],
});

/**
 * Ids of the subjects by subjectIdentity(), making those that are not among the known ones (in key order, each statement
 * its own transaction: the ids are what the merge then locks on). `fixTeams` loads what names the team that can fix an
 * image or repository, 0 for nobody.
 */
export async function makeSubjects(
  db: Pool | PoolClient,
  wanted: SubjectWanted[],
  known: NamedSubject[],
  fixTeams: () => Promise<(ref: AssetRef) => number>,
): Promise<Map<string, number>> {
  const unique = uniqueOf(wanted);
  if (known.length === unique.length) return byIdentity(known);
  const fixTeam = await fixTeams();
  const rows = unique
    .map((item) => ({
      ...keyOf(item),
      kind: assetKinds.code(item.ref.kind),
      name: nameOf(item.ref),
      versioned: item.ref.kind === "image",
      unit: unitKinds.code(unitOf(item.ref)),
      team: isGlobal(item.ref) ? fixTeam(item.ref) : 0,
    }))
    .sort((a, b) => a.cluster - b.cluster || (a.key < b.key ? -1 : 1));
  await db.query({
    name: "subjects-insert",
    text: `INSERT INTO subject (cluster_id, key, kind, name, versioned, unit, fix_team_id)
           SELECT g.cluster, g.key, g.kind, g.name, g.versioned, g.unit, g.team
           FROM jsonb_to_recordset($1::jsonb) g(cluster int, key text, kind smallint, name text, versioned bool, unit smallint, team int)
           WHERE NOT EXISTS (SELECT 1 FROM subject s WHERE s.cluster_id = g.cluster AND s.key = g.key)
           ON CONFLICT DO NOTHING`,
    values: [JSON.stringify(rows)],
  });
  const { rows: made } = await db.query<NamedSubject>({ name: "subjects-by-key", ...subjectsNamed(wanted) });
  return byIdentity(made);
}

const byIdentity = (rows: NamedSubject[]) => new Map(rows.map((row) => [row.identity, row.id]));
