import type { Scope } from "@/lib/authz/scope";
import { type Run, reading } from "@/lib/db/read";
import { type BoundedCount, bounded } from "../bounded";
import { openStates } from "../finding/states";
import { lookUp, type Named } from "../names";
import { all, likePattern, Parameters } from "../sql";
import { ownTeam, visible } from "../visible";
import { matchText } from "./text";

export interface RuleHit {
  code: string;
  title: string;
  kind: number;
  kev: boolean;
  findings: BoundedCount;
}

export interface AssetHit {
  kind: number;
  name: string;
  cluster: Named | null;
  namespace: string | null;
}

export interface Hits {
  rules: RuleHit[];
  assets: AssetHit[];
  clusters: Named[];
  teams: Named[];
}

const shown = 8;
/** Rules that match are many, those that something here breaks fewer: so many are asked. */
const asked = 60;
const countMost = 1_000;

/** What a few typed letters can mean: rules that are broken, assets, clusters and teams, within the scope. */
export async function searchHits(scope: Scope, text: string): Promise<Hits> {
  return reading(scope, async (run) => {
    const { rules, subjects } = await matchText(run, scope, text);
    const pattern = likePattern(text.trim());
    return {
      rules: await ruleHits(run, scope, rules),
      assets: await assetHits(run, scope, subjects.slice(0, shown)),
      clusters: await clusterHits(run, scope, pattern),
      teams: await teamHits(run, scope, pattern),
    };
  });
}

async function ruleHits(run: Run, scope: Scope, ids: readonly number[]): Promise<RuleHit[]> {
  if (ids.length === 0) return [];
  const p = new Parameters();
  const states = p.add(openStates, "smallint[]");
  const mine = all(["f.rule_id = r.id", `f.state = ANY ((SELECT ${states})::smallint[])`, ...visible(scope, p, "f")]);
  const rows = await run<Omit<RuleHit, "findings"> & { n: number }>({
    text: `SELECT r.code, r.title, r.kind, r.kev, x.n FROM (
        SELECT * FROM rule WHERE id = ANY (${p.add(ids, "int[]")}) ORDER BY kev DESC, epss DESC NULLS LAST, id LIMIT ${asked}) r
      CROSS JOIN LATERAL (SELECT count(*)::int AS n FROM (SELECT FROM finding f WHERE ${mine} LIMIT ${countMost + 1}) f) x
      WHERE x.n > 0 ORDER BY r.kev DESC, x.n DESC, r.code LIMIT ${shown}`,
    values: p.values,
  });
  return rows.map(({ n, ...rule }) => ({
    ...rule,
    findings: bounded(n),
  }));
}

async function assetHits(run: Run, scope: Scope, subjects: readonly number[]): Promise<AssetHit[]> {
  if (subjects.length === 0) return [];
  const p = new Parameters();
  const seen = all(["w.subject_id = s.id", ...visible(scope, p, "w")]);
  const rows = await run<{ id: number; kind: number; name: string; cluster: number; place: number }>({
    text: `SELECT s.id, s.kind, s.name, s.cluster_id AS cluster, coalesce(w.place_id, 0) AS place FROM subject s
      ${scope.teams === "*" ? "LEFT" : "CROSS"} JOIN LATERAL (SELECT w.place_id FROM placement w WHERE ${seen} LIMIT 1) w
      ${scope.teams === "*" ? "ON true" : ""} WHERE s.id = ANY (${p.add(subjects, "int[]")}) ORDER BY length(s.name), s.name, s.id`,
    values: p.values,
  });
  const names = await lookUp(run, scope, {
    clusters: rows.map((row) => row.cluster),
    places: rows.map((row) => row.place),
  });
  // An image runs in many places: none of them is where it is.
  return rows.map(({ kind, name, cluster, place }) => ({
    kind,
    name,
    cluster: names.clusters.get(cluster) ?? null,
    namespace: cluster > 0 ? names.places.get(place)?.namespace || null : null,
  }));
}

async function clusterHits(run: Run, scope: Scope, pattern: string): Promise<Named[]> {
  const p = new Parameters();
  const like = p.add(pattern, "text");
  const mine = visible(scope, p, "w");
  const seen =
    mine.length === 0 ? "true" : `EXISTS (SELECT 1 FROM placement w WHERE w.cluster_id = c.id AND ${all(mine)})`;
  const text = `SELECT c.slug, c.name FROM cluster c WHERE (c.slug ILIKE ${like} OR c.name ILIKE ${like}) AND ${seen} ORDER BY c.name LIMIT 5`;
  return run<Named>({ text, values: p.values });
}

async function teamHits(run: Run, scope: Scope, pattern: string): Promise<Named[]> {
  const p = new Parameters();
  const like = p.add(pattern, "text");
  const text = `SELECT slug, name FROM team WHERE (slug ILIKE ${like} OR name ILIKE ${like}) AND ${ownTeam(scope, p, "id")}
    ORDER BY name LIMIT 5`;
  return run<Named>({ text, values: p.values });
}
