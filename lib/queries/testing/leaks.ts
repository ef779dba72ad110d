import type { Pool } from "pg";
import { call } from "@/lib/api/call";
import { getCluster } from "@/lib/api/v1/clusters/get";
import { getFindingFacets } from "@/lib/api/v1/findings/facets";
import { getFinding } from "@/lib/api/v1/findings/get";
import { listFindings } from "@/lib/api/v1/findings/list";
import { getFix } from "@/lib/api/v1/fixes/get";
import { listFixes } from "@/lib/api/v1/fixes/list";
import { listComponents } from "@/lib/api/v1/inventory/components";
import { listUnowned } from "@/lib/api/v1/inventory/unowned";
import { listWorkloads } from "@/lib/api/v1/inventory/workloads";
import { getOverview } from "@/lib/api/v1/overview/get";
import { getPosture } from "@/lib/api/v1/posture/get";
import { search } from "@/lib/api/v1/search/get";
import { getSource } from "@/lib/api/v1/sources/get";
import { listSources } from "@/lib/api/v1/sources/list";
import { getTeam } from "@/lib/api/v1/teams/get";
import { getTrends } from "@/lib/api/v1/trends/get";
import type { UserActor } from "@/lib/authz/actor";

/** Names of a generated fleet that say whose something is. */
const telling = /\b(?:team-\d+|Team \d+|app-\d+-\d+|image-\d+|cluster-\d+|Cluster \d+|Person \d+)\b/g;

/**
 * Names that a developer may meet: their teams and team mates, what their teams run or can fix, the clusters it is in.
 * `workloads`: the workloads of others that run what they can fix too, which is as much as row-level security hides.
 */
export async function allowedNames(pool: Pool, teams: readonly number[], workloads: boolean): Promise<Set<string>> {
  const { rows } = await pool.query<{ name: string }>(
    `WITH mine AS (SELECT * FROM placement WHERE team_id = ANY ($1) OR fix_team_id = ANY ($1)),
       found AS (SELECT * FROM finding WHERE team_id = ANY ($1) OR fix_team_id = ANY ($1))
     SELECT slug AS name FROM team WHERE id = ANY ($1) UNION SELECT name FROM team WHERE id = ANY ($1)
     UNION SELECT u.name FROM "user" u JOIN membership m ON m.user_id = u.id WHERE m.team_id = ANY ($1)
     UNION SELECT substring(s.name FROM '[^/]*$') FROM subject s WHERE s.id IN (SELECT subject_id FROM mine UNION SELECT subject_id FROM found)
     UNION SELECT substring(a.name FROM '[^/]*$') FROM asset a WHERE $2 AND a.id IN (SELECT workload_id FROM mine)
     UNION SELECT unnest(ARRAY[slug, name]) FROM cluster WHERE id IN (SELECT cluster_id FROM mine UNION SELECT cluster_id FROM found)`,
    [teams, workloads],
  );
  return new Set(rows.map((row) => row.name));
}

/** All that the API tells a reader, each answer with the name of what was asked. */
export async function everything(actor: UserActor, pool: Pool): Promise<[string, unknown][]> {
  const answers: [string, unknown][] = [];
  const ask = async (name: string, answer: () => Promise<unknown>) => {
    answers.push([name, await answer().catch((error: Error) => error.message)]);
  };
  const { rows: clusters } = await pool.query<{ slug: string }>("SELECT slug FROM cluster");
  const { rows: teams } = await pool.query<{ slug: string }>("SELECT slug FROM team");
  const { rows: findings } = await pool.query<{ id: string }>(
    "SELECT id::text FROM finding ORDER BY hashint8(id) LIMIT 300",
  );
  for (const query of [
    {},
    { state: "all", sort: "newest" },
    { state: "all", sort: "due" },
    { q: "image" },
    { team: "team-2" },
    { kev: "true" },
  ]) {
    await ask(`findings ${JSON.stringify(query)}`, () =>
      call(listFindings, actor, { query: { ...query, limit: "200" } }),
    );
    await ask(`facets ${JSON.stringify(query)}`, () => call(getFindingFacets, actor, { query }));
  }
  for (const { id } of findings) await ask(`finding ${id}`, () => call(getFinding, actor, { params: { id } }));
  const { rows: fixes } = await pool.query<{ id: string }>("SELECT id::text FROM fix ORDER BY hashint4(id) LIMIT 200");
  for (const query of [{}, { team: "team-2" }, { fixTeam: "team-5" }, { cluster: "cluster-1" }, { q: "image" }])
    await ask(`fixes ${JSON.stringify(query)}`, () => call(listFixes, actor, { query: { ...query, limit: "100" } }));
  for (const { id } of fixes) await ask(`fix ${id}`, () => call(getFix, actor, { params: { id } }));
  for (const by of ["cluster", "team", "area"])
    await ask(`posture ${by}`, () => call(getPosture, actor, { query: { by } }));
  await ask("overview", () => call(getOverview, actor));
  for (const { slug } of clusters) await ask("cluster", () => call(getCluster, actor, { params: { slug } }));
  for (const { slug } of teams) await ask("team", () => call(getTeam, actor, { params: { slug } }));
  const asOf = new Date(Date.now() - 30 * 86_400_000).toISOString().slice(0, 10);
  for (const by of ["cluster", "team", "area"])
    await ask(`posture ${by} then`, () => call(getPosture, actor, { query: { by, asOf } }));
  await ask("overview then", () => call(getOverview, actor, { query: { asOf } }));
  for (const { slug } of clusters)
    await ask("cluster then", () => call(getCluster, actor, { params: { slug }, query: { asOf } }));
  for (const { slug } of teams)
    await ask("team then", () => call(getTeam, actor, { params: { slug }, query: { asOf } }));
  for (const by of ["cluster", "team", "area", "severity"])
    await ask(`trends ${by}`, () => call(getTrends, actor, { query: { by } }));
  await ask("trends of another team", () => call(getTrends, actor, { query: { by: "cluster", team: "team-2" } }));
  for (const q of ["image", "app", "team", "cluster", "openssl"])
    await ask(`search ${q}`, () => call(search, actor, { query: { q } }));
  await ask("sources", () => call(listSources, actor));
  for (const { slug } of clusters)
    await ask("source", () => call(getSource, actor, { params: { cluster: slug, tool: "trivy" } }));
  for (const q of ["", "image", "shared"])
    await ask(`components ${q}`, () => call(listComponents, actor, { query: { q, limit: "100" } }));
  await ask("workloads", () => call(listWorkloads, actor, { query: { limit: "100" } }));
  await ask("unowned", () => call(listUnowned, actor));
  return answers;
}

/** Names in the answers that are not among those allowed, each with where it was met first. */
export function leaked(answers: readonly [string, unknown][], allowed: ReadonlySet<string>): Map<string, string> {
  const found = new Map<string, string>();
  for (const [asked, answer] of answers) {
    for (const [name] of JSON.stringify(answer ?? null).matchAll(telling)) {
      if (!allowed.has(name) && !found.has(name)) found.set(name, asked);
    }
  }
  return found;
}
