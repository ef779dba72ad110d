import type { Scope } from "@/lib/authz/scope";
import type { Run } from "@/lib/db/read";
import { evidenceState } from "@/lib/domain/score/evidence";
import { kinds, locatedKinds, resultClasses } from "@/lib/domain/vocabulary";
import { all, Parameters } from "../sql";
import { ownPosture, visible } from "../visible";

export interface EvidenceRecord {
  tool: string;
  asset: string;
  severity: number;
  /** Rank of whose word that severity is: 3 distribution, 2 GHSA, 1 NVD, 0 the tool. */
  source: number;
  /** A fresh complete report of another tool contradicts it: it no longer counts. */
  overruled: boolean;
  observedAt: Date | null;
  firstSeenAt: Date;
  stale: boolean;
  body: Record<string, unknown>;
}

export interface Key {
  subject_id: number;
  place_id: number;
  rule_id: number;
  team_id: number;
  kind: number;
}

const MOST = 200;

/** What each tool says behind a finding, on each version at its place. `loc`: location of located kinds, as text. */
export async function evidenceOf(run: Run, scope: Scope, key: Key, loc: string, at: Date): Promise<EvidenceRecord[]> {
  const located = locatedKinds.includes(kinds.word(key.kind));
  const p = new Parameters();
  const conditions = [
    `p.subject_id = ${p.add(key.subject_id, "int")}`,
    `p.place_id = ${p.add(key.place_id, "int")}`,
    `p.team_id = ${p.add(key.team_id, "int")}`,
    ...visible(scope, p, "p"),
  ];
  const rule = p.add(key.rule_id, "int");
  const location = located ? `AND d.loc = ${p.add(loc, "bigint")}` : "";
  const rows = await run<Omit<EvidenceRecord, "stale">>({
    text: `SELECT t.name AS tool, a.name AS asset, d.severity, d.severity_source AS source, d.muted AS overruled, s.observed_at AS "observedAt", d.first_seen_at AS "firstSeenAt", d.evidence AS body
      FROM (SELECT DISTINCT p.asset_id FROM placement p WHERE ${all(conditions)}) x
      JOIN detection d ON d.asset_id = x.asset_id AND d.rule_id = ${rule} ${location}
      JOIN asset a ON a.id = d.asset_id JOIN tool t ON t.id = d.tool_id LEFT JOIN scope s ON s.id = d.scope_id
      ORDER BY t.name, a.name, d.loc LIMIT ${MOST}`,
    values: p.values,
  });
  return rows.map((row) => ({ ...row, stale: evidenceState(row.observedAt, at) === "stale" }));
}

export interface SilentRecord {
  tool: string;
  asset: string;
  observedAt: Date;
  stale: boolean;
}

/**
 * Tools whose latest complete report on the same version, of the same class, does not say it. Of checks only tools
 * that are known to have the check: the others were never asked.
 */
export async function silentOf(run: Run, scope: Scope, key: Key, loc: string, at: Date): Promise<SilentRecord[]> {
  const name = kinds.word(key.kind);
  if (name === "runtime" || name === "combination") return [];
  const p = new Parameters();
  const conditions = [
    `p.subject_id = ${p.add(key.subject_id, "int")}`,
    `p.place_id = ${p.add(key.place_id, "int")}`,
    `p.team_id = ${p.add(key.team_id, "int")}`,
    ...visible(scope, p, "p"),
  ];
  const rule = p.add(key.rule_id, "int");
  const location = locatedKinds.includes(name) ? `AND d.loc = ${p.add(loc, "bigint")}` : "";
  const asked =
    name === "vulnerability" || name === "malware" || name === "secret"
      ? ""
      : `AND (EXISTS (SELECT 1 FROM rule_alias l WHERE l.rule_id = ${rule} AND starts_with(l.alias, t.name || ':'))
           OR EXISTS (SELECT 1 FROM rule r WHERE r.id = ${rule} AND starts_with(r.code, t.name || ':')))`;
  const rows = await run<Omit<SilentRecord, "stale">>({
    text: `SELECT t.name AS tool, a.name AS asset, max(s.observed_at) AS "observedAt"
      FROM (SELECT DISTINCT p.asset_id FROM placement p WHERE ${all(conditions)}) x
      JOIN scope s ON s.target_id = x.asset_id AND s.class = ${p.add(resultClasses.code(name), "int")} AND s.complete_at = s.observed_at
      JOIN asset a ON a.id = x.asset_id JOIN tool t ON t.id = s.tool_id
      WHERE NOT EXISTS (SELECT 1 FROM detection d JOIN scope o ON o.id = d.scope_id WHERE d.asset_id = x.asset_id AND d.rule_id = ${rule}
        ${location} AND o.tool_id = s.tool_id) ${asked}
      GROUP BY 1, 2 ORDER BY 1, 2 LIMIT ${MOST}`,
    values: p.values,
  });
  return rows.map((row) => ({ ...row, stale: evidenceState(row.observedAt, at) === "stale" }));
}

export interface WorkloadPlace {
  name: string;
  namespace: string;
  version: string | null;
  exposed: boolean;
}

/** The workloads in which the subject runs at the place, with the version that each runs; those of others stay theirs. */
export async function workloadsOf(run: Run, scope: Scope, key: Key): Promise<WorkloadPlace[]> {
  const p = new Parameters();
  const conditions = [
    `p.subject_id = ${p.add(key.subject_id, "int")}`,
    `p.place_id = ${p.add(key.place_id, "int")}`,
    `p.team_id = ${p.add(key.team_id, "int")}`,
    ...ownPosture(scope, p, "p"),
  ];
  return run<WorkloadPlace>({
    text: `SELECT w.name, q.namespace, CASE WHEN p.asset_id = p.workload_id THEN NULL ELSE a.name END AS version, p.exposed
      FROM placement p JOIN asset w ON w.id = p.workload_id JOIN asset a ON a.id = p.asset_id JOIN place q ON q.id = p.place_id
      WHERE w.kind = 3 AND ${all(conditions)} ORDER BY w.name, a.name LIMIT ${MOST}`,
    values: p.values,
  });
}
