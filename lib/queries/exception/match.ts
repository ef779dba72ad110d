import type { Parameters } from "../sql";
import type { ScopeIds } from "./scope";

/** Conditions on findings (alias) that lie in the scope of an exception; as `exception_matches()` has it. */
export function matchConditions(of: ScopeIds, p: Parameters, alias: string): string[] {
  const { ruleId, subjectId, clusterId, namespace, teamId } = of;
  const team = teamId === null ? null : p.add(teamId, "int");
  return [
    `${alias}.rule_id = ${p.add(ruleId, "int")}`,
    ...(subjectId === null ? [] : [`${alias}.subject_id = ${p.add(subjectId, "int")}`]),
    ...(clusterId === null ? [] : [`${alias}.cluster_id = ${p.add(clusterId, "int")}`]),
    ...(namespace === null
      ? []
      : [`${alias}.place_id IN (SELECT id FROM place WHERE namespace = ${p.add(namespace, "text")})`]),
    ...(team === null ? [] : [`(${alias}.team_id = ${team} OR ${alias}.fix_team_id = ${team})`]),
  ];
}
