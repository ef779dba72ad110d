import type { Place } from "./model-types";

/**
 * What runs where, naively: workloads with their images, and images that are only declared for a cluster or have no
 * place. The rules for configurations and reports that come late are those of the design, once more.
 */
export interface ModelWorkload {
  cluster: string;
  namespace: string;
  name: string;
  labels: Record<string, string>;
  podLabels: Record<string, string>;
  running: Place["running"];
  source: "configuration" | "report";
  /** Latest configuration that has it, or when a report saw it first. */
  seen: number;
  since: number | null;
  images: Map<string, Running>;
}

interface Running {
  configured: boolean;
  seen: number;
  running: Place["running"];
  since: number | null;
}

export interface ModelCluster {
  slug: string;
  /** A report or configuration was about the cluster as a whole, so that it is a thing in its own place. */
  named: boolean;
  from: number | null;
  whole: number | null;
  workloads: Map<string, ModelWorkload>;
  gone: Map<string, number>;
  /** Labels of what was there once. */
  labels: Map<string, Record<string, string>>;
  services: Map<string, { namespace: string; selector: Record<string, string>; exposed: boolean }>;
  declared: Map<string, Place["running"]>;
}

export interface World {
  clusters: Map<string, ModelCluster>;
  nowhere: Set<string>;
}

export interface StatedWorkload {
  namespace: string;
  name: string;
  labels: Record<string, string>;
  podLabels: Record<string, string>;
  running: boolean;
  images: string[];
}

export const workloadKey = (w: { namespace: string; name: string }) => `${w.namespace}/${w.name}`;

export function newCluster(slug: string): ModelCluster {
  const none = { workloads: new Map(), gone: new Map(), labels: new Map(), services: new Map(), declared: new Map() };
  return { slug, named: false, from: null, whole: null, ...none };
}

/** `heard`: when the latest report on a workload itself was made. */
export function configure(
  cluster: ModelCluster,
  at: number,
  given: {
    workloads: StatedWorkload[];
    services: { namespace: string; name: string; selector: Record<string, string>; exposed: boolean }[];
    whole: boolean;
  },
  heard: (workload: string) => number,
): void {
  const late = cluster.whole !== null && cluster.whole > at;
  for (const stated of given.workloads) {
    const key = workloadKey(stated);
    if ((cluster.gone.get(key) ?? Number.NEGATIVE_INFINITY) >= at) continue;
    const known = cluster.workloads.get(key);
    const listed = known?.source === "configuration";
    if (listed ? known.seen > at : late) continue;
    const running = stated.running ? "yes" : "no";
    const earlier = cluster.from !== null && cluster.from < at;
    const workload: ModelWorkload = {
      ...{ cluster: cluster.slug, namespace: stated.namespace, name: stated.name, labels: stated.labels },
      ...{ podLabels: stated.podLabels, running, source: "configuration", seen: Math.max(at, known?.seen ?? at) },
      since: known ? known.since : earlier ? at : null,
      images: new Map(),
    };
    for (const [asset, image] of known?.images ?? [])
      if (!stated.images.includes(asset) && !image.configured && image.seen > at) workload.images.set(asset, image);
    for (const asset of stated.images) {
      const image = known?.images.get(asset);
      const since = image ? image.since : earlier || listed ? at : null;
      workload.images.set(asset, { configured: true, seen: image?.seen ?? at, running, since });
    }
    cluster.gone.delete(key);
    cluster.workloads.set(key, workload);
  }
  if (given.whole) {
    const stated = new Set(given.workloads.map(workloadKey));
    for (const [key, workload] of [...cluster.workloads]) {
      if (stated.has(key) || workload.seen > at || heard(key) > at) continue;
      cluster.workloads.delete(key);
      cluster.gone.set(key, at);
      cluster.labels.set(key, workload.labels);
    }
  }
  if (!late) {
    if (given.whole) cluster.services.clear();
    for (const { name, ...service } of given.services) cluster.services.set(`${service.namespace}/${name}`, service);
  }
  if (given.whole) {
    cluster.from = Math.min(cluster.from ?? at, at);
    cluster.whole = Math.max(cluster.whole ?? at, at);
    for (const asset of cluster.declared.keys()) cluster.declared.set(asset, "no");
  }
}

/** A report on an image, which may say where it runs. */
export function sight(
  world: World,
  cluster: ModelCluster | null,
  at: number,
  asset: string,
  placedOn: { namespace: string; name: string }[],
  subjectOf: (asset: string) => string,
  /** It ran in the cluster (anywhere) when the report was made, or later, and has gone. */
  ranThen: (cluster: string | null) => boolean,
): void {
  let outdated = false;
  for (const where of cluster ? placedOn : []) {
    const workload = cluster?.workloads.get(workloadKey(where));
    const stands = workload?.images.has(asset);
    const configured = workload?.source === "configuration" && workload.seen > at;
    const others = [...(workload?.images ?? [])].filter(([a]) => a !== asset && subjectOf(a) === subjectOf(asset));
    const newer = others.some(([, image]) => image.seen > at || (image.configured && configured));
    if (!workload || newer || (configured && !stands)) {
      outdated = true;
      continue;
    }
    for (const [other] of others) workload.images.delete(other);
    if (!stands) workload.images.set(asset, { configured: false, seen: at, running: "unknown", since: null });
  }
  const placed = (c: ModelCluster) =>
    c.declared.has(asset) || [...c.workloads.values()].some((w) => w.images.has(asset));
  if (cluster) {
    if (!placed(cluster) && !outdated && !ranThen(cluster.slug))
      cluster.declared.set(asset, cluster.whole === null ? "unknown" : "no");
  } else if (![...world.clusters.values()].some(placed) && !ranThen(null)) world.nowhere.add(asset);
}

/** A report on a thing of a cluster. */
export function speakOf(cluster: ModelCluster, at: number, of: { namespace: string; name: string }): void {
  const key = workloadKey(of);
  if ((cluster.gone.get(key) ?? Number.NEGATIVE_INFINITY) >= at || cluster.workloads.has(key)) return;
  if (cluster.whole !== null && cluster.whole > at) return;
  cluster.gone.delete(key);
  cluster.workloads.set(key, {
    ...{
      cluster: cluster.slug,
      ...of,
      labels: cluster.labels.get(key) ?? {},
      podLabels: {},
      running: "unknown",
      source: "report",
    },
    ...{ seen: at, since: null, images: new Map() },
  });
}

/** What gave way to something better known, and to which clusters' workloads. */
export interface Passed {
  asset: string;
  /** null: had no place. */
  cluster: string | null;
}

export function tidy(world: World): Passed[] {
  const passed: Passed[] = [];
  for (const cluster of world.clusters.values()) {
    const real = new Set([...cluster.workloads.values()].flatMap((w) => [...w.images.keys()]));
    for (const asset of [...cluster.declared.keys()]) {
      if (!real.has(asset)) continue;
      cluster.declared.delete(asset);
      passed.push({ asset, cluster: cluster.slug });
    }
    for (const asset of [...world.nowhere]) {
      if (!real.has(asset) && !cluster.declared.has(asset)) continue;
      world.nowhere.delete(asset);
      passed.push({ asset, cluster: null });
    }
  }
  return passed;
}

export function isExposed(cluster: ModelCluster, workload: ModelWorkload): boolean {
  return [...cluster.services.values()].some(
    ({ namespace, selector, exposed }) =>
      exposed &&
      namespace === workload.namespace &&
      Object.entries(selector).every(([key, value]) => workload.podLabels[key] === value),
  );
}
