import { type CompiledRules, compileRules, placementOwner } from "../../domain/ownership/owner";
import type { OwnershipRule } from "../../domain/ownership/rule";
import { defaultSlaPolicy, type SlaPolicy } from "../../domain/sla/policy";
import { kinds, locatedKinds } from "../../domain/vocabulary";
import type { ImageRef } from "../../importers/types";
import type { Harness } from "./harness";
import { seenEarlier, settle } from "./model";
import type { Fact, Late, LateLook, Look, Model, ModelRule, Move, Place } from "./model-types";
import { setPolicy } from "./sla";
import { storedPast, storedPlacements } from "./stored";
import { isExposed, type ModelCluster, newCluster, type Passed, tidy, type World, workloadKey } from "./world";

export const namespaces = ["shop", "bank"];
export const names = ["web", "api", "db"];
export const repositories = ["docker.io/acme/a", "docker.io/acme/b", "ghcr.io/acme/c"];
export const versions = [1, 2, 3];
/** The code of a tool is its place in this list. */
export const tools = ["trivy", "grype", "falco", "kubernetes"];

export interface ModelScope {
  target: string;
  kind: number;
  tool: number;
  profile: string;
  observedAt: number;
  completeAt: number | null;
  /** `heard`: when a report last said it. */
  rows: Map<string, Fact & { last?: number; heard?: number }>;
}

/** Model, world and database that are taken through the same steps. */
export interface Run {
  h: Harness;
  clusters: { id: number; slug: string }[];
  teams: number[];
  world: World;
  model: Model;
  scopes: Map<string, ModelScope>;
  ownership: OwnershipRule[];
  compiled: CompiledRules;
  placeIds: Map<string, number>;
  now: number;
  /** Milliseconds between two steps. */
  pace: number;
  /** How many of the reports, 0–1, come late. */
  late: number;
}

export const assetOf = (repository: string, version: number) => `${repository}@${version}`;
export const repositoryOf = (asset: string) => asset.slice(0, asset.indexOf("@"));
export const imageRef = (asset: string): ImageRef => {
  const [repository, version] = asset.split("@") as [string, string];
  return { kind: "image", repository, tag: `v${version}`, digests: [`sha256:${repository.length}${version}`] };
};
export const workloadRef = (of: { namespace: string; name: string }) =>
  ({ kind: "workload", namespace: of.namespace, workloadKind: "Deployment", name: of.name }) as const;
/** Assets of workloads are named `CLUSTER/NAMESPACE/NAME`, as are their subjects. */
export const workloadAsset = (cluster: string, of: { namespace: string; name: string }) =>
  `${cluster}/${workloadKey(of)}`;
export const subjectOf = (asset: string) => (asset.includes("@") ? repositoryOf(asset) : asset);

const rule = (id: string, kind: (typeof kinds.list)[number]): ModelRule => ({
  ...{ id, kind: kinds.code(kind), located: locatedKinds.includes(kind), kev: false },
});
export const rules = [
  ...[1, 2, 3, 4, 5, 6].map((n) => rule(`CVE-2026-${n}`, "vulnerability")),
  ...[1, 2].map((n) => rule(`secret:${n}`, "secret")),
  ...[1, 2, 3].map((n) => rule(`check:${n}`, "misconfiguration")),
  ...[1, 2].map((n) => rule(`alert:${n}`, "runtime")),
];

/** One of the clusters is of an environment with days of its own. */
const policy: SlaPolicy = {
  ...defaultSlaPolicy,
  environments: {
    staging: {
      days: { ...defaultSlaPolicy.days, critical: 14, low: null },
      kevDays: { ...defaultSlaPolicy.kevDays, critical: 5 },
    },
  },
};

export async function startRun(h: Harness, { pace = 600_000, late = 0.2 } = {}): Promise<Run> {
  const clusters = [await h.cluster("east"), await h.cluster("west")];
  const teams = [await h.team("red"), await h.team("blue"), await h.team("green")];
  await h.db.pool.query(
    "INSERT INTO tool (id, name) SELECT n - 1, name FROM unnest($1::text[]) WITH ORDINALITY u(name, n)",
    [tools],
  );
  const model: Model = {
    rules: new Map(rules.map((item) => [item.id, { ...item }])),
    ...{
      fixTeams: new Map(),
      versioned: (subject: string) => subject.split("/").length === 3 && subject.includes("."),
      placements: [],
      past: [],
    },
    ...{ facts: [], looks: [], findings: new Map(), policy },
    environmentOf: () => null,
  };
  await setPolicy(h.db.pool, policy);
  await h.db.pool.query("UPDATE cluster SET environment = 'staging' WHERE slug = 'west'");
  const world: World = { clusters: new Map(clusters.map(({ slug }) => [slug, newCluster(slug)])), nowhere: new Set() };
  return {
    ...{ h, clusters, teams, world, model, scopes: new Map(), ownership: [], compiled: compileRules([]) },
    ...{ placeIds: new Map(), now: Date.UTC(2026, 0, 1), pace, late },
  };
}

const ownerAt = (run: Run, cluster: string, namespace: string, labels: Record<string, string>) =>
  placementOwner(run.compiled, { cluster, namespace, labels })?.teamId ?? 0;
const fixerOf = (run: Run, repository: string) =>
  run.compiled.fix.find((item) => item.matches({ image: repository }))?.owner.teamId ?? 0;

/** The world as placements, with the ids that the database gave to places. */
export function placementsOf(run: Run): Place[] {
  const placeId = (cluster: string, namespace: string) => run.placeIds.get(`${cluster} ${namespace}`) ?? -1;
  const list: Place[] = [];
  for (const cluster of run.world.clusters.values()) {
    for (const w of cluster.workloads.values()) {
      const workload = workloadAsset(cluster.slug, w);
      const team = ownerAt(run, cluster.slug, w.namespace, w.labels);
      const base = { place: placeId(cluster.slug, w.namespace), workload, team, exposed: isExposed(cluster, w) };
      list.push({ ...base, subject: workload, asset: workload, fixTeam: team, running: w.running, since: w.since });
      for (const [asset, { running, since }] of w.images) {
        const subject = subjectOf(asset);
        list.push({ ...base, subject, asset, fixTeam: fixerOf(run, subject) || team, running, since });
      }
    }
    if (cluster.named) {
      const team = ownerAt(run, cluster.slug, "", {});
      const self = {
        subject: cluster.slug,
        asset: cluster.slug,
        workload: cluster.slug,
        place: placeId(cluster.slug, ""),
      };
      list.push({ ...self, team, fixTeam: team, running: "unknown", exposed: false, since: null });
    }
    list.push(...declaredIn(run, cluster, placeId(cluster.slug, "")));
  }
  for (const asset of run.world.nowhere) {
    const subject = subjectOf(asset);
    const team = fixerOf(run, subject) || (placementOwner(run.compiled, { image: subject })?.teamId ?? 0);
    list.push({
      ...{ subject, asset, workload: asset, place: 0, team, fixTeam: team, exposed: false },
      running: "unknown",
      since: null,
    });
  }
  return list;
}

function declaredIn(run: Run, cluster: ModelCluster, place: number): Place[] {
  const team = ownerAt(run, cluster.slug, "", {});
  return [...cluster.declared].map(([asset, running]) => {
    const subject = subjectOf(asset);
    const fixTeam = fixerOf(run, subject) || team;
    return { subject, asset, workload: asset, place, team, fixTeam, running, exposed: false, since: null };
  });
}

/** After the database took a step: the same for the model. */
export async function follow(
  run: Run,
  at: number,
  withdrawn: Set<string> = new Set(),
  times: Map<string, number> = new Map(),
  /** What a report said that was not known like that, or was known of later times only. */
  told: Fact[] = [],
  /** What it looked at for the first time. */
  looks: Pick<Look, "asset" | "kind" | "at">[] = [],
): Promise<void> {
  const places = await run.h.db.pool.query<{ key: string; id: number }>(
    "SELECT c.slug || ' ' || p.namespace AS key, p.id FROM place p JOIN cluster c ON c.id = p.cluster_id",
  );
  run.placeIds = new Map(places.rows.map((row) => [row.key, row.id]));
  const before = run.model.placements;
  const passed = tidy(run.world);
  const after = placementsOf(run);
  for (const repository of repositories) run.model.fixTeams.set(repository, fixerOf(run, repository));
  // When things were first seen where they are is taken from there; tests of it stand beside the merge.
  const stored = new Map((await storedPlacements(run)).map((p) => [spotKey(p), p.arrived]));
  seenEarlier(run.model, (p) => stored.get(spotKey(p)) ?? p.arrived ?? null);
  for (const p of after) p.arrived = stored.get(spotKey(p));
  run.model.placements = after;
  const west = new Set([...run.placeIds].flatMap(([text, id]) => (text.startsWith("west ") ? [id] : [])));
  run.model.environmentOf = (place) => (place === 0 ? null : west.has(place) ? "staging" : "production");
  run.model.facts = [...run.scopes.values()].flatMap((scope) => [...scope.rows.values()]);
  // Where things were is taken from there as well.
  run.model.past = await storedPast(run);
  const late = told.flatMap((fact): Late[] =>
    run.model.past.flatMap((place) => (place.asset === fact.asset && place.until > at ? [{ place, fact }] : [])),
  );
  const looked = looks.flatMap(({ asset, kind, at }): LateLook[] =>
    run.model.past.flatMap((place) => (place.asset === asset && place.until > at ? [{ place, kind, at }] : [])),
  );
  settle(run.model, { at, withdrawn, times, moves: movesOf(before, after, passed, run), late, looked });
}

const spotKey = (p: Place) => [p.subject, p.place, p.asset, p.workload].join("|");

function movesOf(before: Place[], after: Place[], passed: Passed[], run: Run): Move[] {
  const moves = new Map<string, Move>();
  const add = (move: Move, arrived?: number | null) => {
    const key = JSON.stringify(move);
    const known = moves.get(key)?.arrived;
    moves.set(key, { ...move, arrived: known == null ? arrived : Math.min(known, arrived ?? known) });
  };
  const now = new Map(after.map((p) => [spotKey(p), p]));
  for (const p of before) {
    const q = now.get(spotKey(p));
    if (q && q.team !== p.team)
      add({ subject: p.subject, fromPlace: p.place, fromTeam: p.team, toPlace: q.place, toTeam: q.team });
  }
  const slugOf = new Map([...run.placeIds].map(([text, id]) => [id, text.slice(0, text.indexOf(" "))]));
  for (const { asset, cluster } of passed) {
    const fromPlace = cluster === null ? 0 : (run.placeIds.get(`${cluster} `) as number);
    const was = before.find((p) => p.asset === asset && p.place === fromPlace);
    for (const p of after) {
      const inWorkload = p.workload !== p.asset && slugOf.get(p.place) === cluster;
      if (p.asset !== asset || p.place === 0 || !(cluster === null || inWorkload)) continue;
      add({ subject: p.subject, fromPlace, fromTeam: null, toPlace: p.place, toTeam: p.team }, was?.arrived);
    }
  }
  return [...moves.values()];
}
