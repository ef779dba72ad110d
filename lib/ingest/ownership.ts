import type { Pool, PoolClient } from "pg";
import type { AssetRef } from "../domain/asset/ref";
import { compileRules, fixOwner, placementOwner } from "../domain/ownership/owner";
import type { OwnershipRule } from "../domain/ownership/rule";
import type { Question } from "./ask";

/** Answers who owns what by the rules as they were when it was loaded. 0 stands for nobody. */
export interface Owners {
  /** Who runs what lies there. */
  at(cluster: string, namespace: string, labels: Record<string, string>): number;
  /** Who can fix an image or repository, by rules that name it. */
  fix(ref: AssetRef): number;
  /** Who answers for what runs nowhere that we know of. */
  nowhere(ref: AssetRef): number;
}

interface StoredRule {
  id: number;
  priority: number;
  teamId: number;
  cluster: string | null;
  namespace: string | null;
  labelKey: string | null;
  labelValue: string | null;
  image: string | null;
  repository: string | null;
}

export const ownershipRules: Question<StoredRule> = {
  text: `SELECT id, priority, team_id AS "teamId", cluster, namespace, label_key AS "labelKey", label_value AS "labelValue", image, repository
         FROM ownership_rule ORDER BY priority, id`,
  values: [],
};

export async function loadOwners(db: Pool | PoolClient): Promise<Owners> {
  return ownersOf(await loadRules(db));
}

/** The rules, in the order in which they are tried. */
export async function loadRules(db: Pool | PoolClient): Promise<OwnershipRule[]> {
  const { rows } = await db.query<StoredRule>({ name: "ownership-rules", text: ownershipRules.text });
  return rows.map(ruleOf);
}

const ruleOf = ({ labelKey, labelValue, ...rule }: StoredRule): OwnershipRule => ({
  ...rule,
  label: labelKey ? { key: labelKey, value: labelValue } : null,
});

/** Owners by the rules that were asked for before. */
export const ownersBy = (rows: StoredRule[]): Owners => ownersOf(rows.map(ruleOf));

/** Owners by any rules, stored or not. */
export function ownersOf(list: readonly OwnershipRule[]): Owners {
  const rules = compileRules(list);
  return {
    at: (cluster, namespace, labels) => placementOwner(rules, { cluster, namespace, labels })?.teamId ?? 0,
    fix: (ref) => rules.fix.find((rule) => rule.matches(named(ref)))?.owner.teamId ?? 0,
    nowhere: (ref) => fixOwner(rules, named(ref))?.teamId ?? 0,
  };
}

function named(ref: AssetRef): { image?: string; repository?: string } {
  if (ref.kind === "image") return { image: ref.repository };
  return ref.kind === "repository" ? { repository: ref.name } : {};
}
