import { invalid } from "@/lib/authz/refusal";
import type { Scope } from "@/lib/authz/scope";
import type { Run } from "@/lib/db/read";
import { type AssetKind, assetKinds } from "@/lib/domain/vocabulary";
import { all, Parameters } from "../sql";
import { teamIdOf } from "../team-id";
import { visible } from "../visible";

/** The scope of an exception in names, as the API takes it; what is left out means any. */
export interface ScopeNames {
  rule: string;
  asset?: { name: string; kind?: AssetKind } | null;
  cluster?: string | null;
  namespace?: string | null;
  team?: string | null;
}

/** The same as ids; null means any. */
export interface ScopeIds {
  ruleId: number;
  subjectId: number | null;
  clusterId: number | null;
  namespace: string | null;
  teamId: number | null;
}

export interface RuleFound {
  id: number;
  code: string;
  title: string;
  kev: boolean;
}

/**
 * Names to ids, of what the reader may see. Throws invalid with the field for a name that is not there, or not theirs
 * to see, and for an asset name that several kinds of things have.
 */
export async function scopeIds(run: Run, scope: Scope, wanted: ScopeNames): Promise<ScopeIds & { rule: RuleFound }> {
  const rule = await ruleNamed(run, wanted.rule);
  if (!rule) throw invalid(`Nothing is known by the name ${wanted.rule}.`, "body.scope.rule");
  const clusterId = wanted.cluster ? await clusterNamed(run, wanted.cluster) : null;
  return {
    rule,
    ruleId: rule.id,
    subjectId: wanted.asset ? await subjectNamed(run, scope, wanted.asset, clusterId) : null,
    clusterId,
    namespace: wanted.namespace ?? null,
    teamId: wanted.team ? await teamNamed(run, scope, wanted.team) : null,
  };
}

/** The rule that a name stands for; null for none, and for one that several flaws share. */
export async function ruleNamed(run: Run, name: string): Promise<RuleFound | null> {
  const rows = await run<RuleFound>({
    name: "rule-named",
    text: `SELECT r.id, r.code, r.title, r.kev FROM rule r
      WHERE r.id = coalesce((SELECT id FROM rule WHERE code = $1), (SELECT rule_id FROM rule_alias WHERE alias = $1))`,
    values: [name],
  });
  return rows[0] ?? null;
}

async function subjectNamed(
  run: Run,
  scope: Scope,
  { name, kind }: { name: string; kind?: AssetKind },
  clusterId: number | null,
): Promise<number> {
  const p = new Parameters();
  // Images and repositories lie in no cluster.
  const there = clusterId === null ? "true" : `s.cluster_id IN (0, ${p.add(clusterId, "int")})`;
  const mine = visible(scope, p, "p");
  const seen =
    mine.length === 0 ? "true" : `EXISTS (SELECT 1 FROM placement p WHERE p.subject_id = s.id AND ${all(mine)})`;
  const of = kind ? `s.kind = ${p.add(assetKinds.code(kind), "smallint")}` : "true";
  const rows = await run<{ id: number }>({
    text: `SELECT s.id FROM subject s WHERE s.name = ${p.add(name, "text")} AND ${of} AND ${there} AND ${seen} ORDER BY s.id LIMIT 2`,
    values: p.values,
  });
  const [first, second] = rows;
  if (!first) throw invalid(`There is no ${name}.`, "body.scope.asset");
  if (second)
    throw invalid(`Several things are called ${name}: say which kind, or name the cluster.`, "body.scope.asset");
  return first.id;
}

async function clusterNamed(run: Run, slug: string): Promise<number> {
  const rows = await run<{ id: number }>({ text: "SELECT id FROM cluster WHERE slug = $1", values: [slug] });
  if (!rows[0]) throw invalid(`There is no cluster ${slug}.`, "body.scope.cluster");
  return rows[0].id;
}

async function teamNamed(run: Run, scope: Scope, slug: string): Promise<number> {
  const id = await teamIdOf(run, scope, slug);
  if (id === null) throw invalid(`There is no team ${slug}.`, "body.scope.team");
  return id;
}
