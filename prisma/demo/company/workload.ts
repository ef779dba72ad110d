import { type Change, changes, heldAt } from "./over-time";

/** How well a workload is set up: which checks fail. */
export type Care = "good" | "usual" | "poor";

export interface Container {
  name: string;
  /** Repository as `image()` takes it. */
  image: string;
  /** Tags. */
  releases: Change<string>[];
}

export type WorkloadKind = "Deployment" | "StatefulSet" | "DaemonSet" | "CronJob";
export type Exposure = "ingress" | "load-balancer" | "node-port" | null;

export interface Workload {
  namespace: string;
  name: string;
  kind: WorkloadKind;
  replicas: number;
  care: Change<Care>[];
  containers: Container[];
  exposure: Exposure;
  /** Label of the owner, where it has one. */
  team: string | null;
  /** Days ago that it was made, and deleted. */
  since: number;
  until: number;
}

function container(text: string): Container {
  const [name = "", ...releases] = text.split(" ");
  return { name: name.split("/").at(-1) ?? name, image: name, releases: changes(releases.join(" ")) };
}

type More = Partial<Pick<Workload, "exposure" | "team" | "since" | "until">>;

/**
 * @param what e.g. `StatefulSet 1 usual`, or `Deployment 2 good 30:poor` where care changed
 * @param images e.g. `cart-api 2.14.0 20:2.15.1`: image and tags
 */
export function workload(path: string, what: string, images: string[], more: More = {}): Workload {
  const [namespace = "", name = ""] = path.split("/");
  const [kind, replicas, ...care] = what.split(" ");
  return {
    namespace,
    name,
    kind: kind as WorkloadKind,
    replicas: Number(replicas),
    care: changes<Care>(care.join(" ")),
    containers: images.map(container),
    exposure: null,
    team: null,
    since: Number.POSITIVE_INFINITY,
    until: -1,
    ...more,
  };
}

/** The tag that runs so many days ago. */
export function tagAt({ releases, image }: Container, ago: number): string {
  const tag = heldAt(releases, ago);
  if (tag === undefined) throw new Error(`${image} has no release ${ago} days ago`);
  return tag;
}

export const careAt = ({ care }: Workload, ago: number): Care => heldAt(care, ago) ?? "usual";
