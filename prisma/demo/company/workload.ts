/** How well a workload is set up: which checks fail. */
export type Care = "good" | "usual" | "poor";

export interface Release {
  /** Days ago that it was rolled out; Infinity: before the first report. */
  from: number;
  tag: string;
}

export interface Container {
  name: string;
  /** Repository as `image()` takes it. */
  image: string;
  /** In the order of time. */
  releases: Release[];
}

export type WorkloadKind = "Deployment" | "StatefulSet" | "DaemonSet" | "CronJob";
export type Exposure = "ingress" | "load-balancer" | "node-port" | null;

export interface Workload {
  namespace: string;
  name: string;
  kind: WorkloadKind;
  replicas: number;
  care: Care;
  containers: Container[];
  exposure: Exposure;
  /** Label of the owner, where it has one. */
  team: string | null;
  /** Days ago that it was deleted. */
  until: number;
}

export interface Cluster {
  slug: string;
  name: string;
  environment: string;
  criticality: number;
  nodes: Node[];
  /** Teams by namespace; null: nobody says. */
  namespaces: Record<string, string | null>;
  workloads: Workload[];
  /** Version that the nodes run. */
  kubelet: string;
  nodeOs: string;
}

export interface Node {
  name: string;
  role: "control-plane" | "worker";
}

/** `cart-api 2.14.0 20:2.15.1`: image, tag, and each later tag behind the number of days ago that it came. */
function container(text: string): Container {
  const [name = "", ...releases] = text.split(" ");
  return {
    name: name.split("/").at(-1) ?? name,
    image: name,
    releases: releases.map((release) => {
      const [, from, tag = release] = /^(\d+):(.*)$/.exec(release) ?? [];
      return { from: from === undefined ? Number.POSITIVE_INFINITY : Number(from), tag };
    }),
  };
}

type More = Partial<Pick<Workload, "exposure" | "team" | "until">>;

/** @param what e.g. `StatefulSet 1 usual` */
export function workload(path: string, what: string, images: string[], more: More = {}): Workload {
  const [namespace = "", name = ""] = path.split("/");
  const [kind, replicas, care] = what.split(" ");
  return {
    namespace,
    name,
    kind: kind as WorkloadKind,
    replicas: Number(replicas),
    care: care as Care,
    containers: images.map(container),
    exposure: null,
    team: null,
    until: -1,
    ...more,
  };
}

/** The tag that runs so many days ago. */
export function tagAt({ releases, image }: Container, ago: number): string {
  const release = releases.filter(({ from }) => from >= ago).at(-1);
  if (!release) throw new Error(`${image} has no release ${ago} days ago`);
  return release.tag;
}

export const workloadsAt = (cluster: Cluster, ago: number): Workload[] =>
  cluster.workloads.filter(({ until }) => ago > until);
