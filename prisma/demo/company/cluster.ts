import type { Level } from "../facts/package-line";
import { changes, heldAt } from "./over-time";
import type { Workload } from "./workload";

export interface Node {
  name: string;
  role: "control-plane" | "worker";
}

export interface Cluster {
  slug: string;
  name: string;
  environment: string;
  criticality: number;
  nodes: Node[];
  /** Teams by namespace, `web 41:search` where another took over; null: nobody says. */
  namespaces: Record<string, string | null>;
  workloads: Workload[];
  /** Version that the nodes run. */
  kubelet: string;
  nodeOs: string;
  /** Age of the packages of its machines, `0 46:2`; left out: nobody can say. */
  packages?: string;
}

export const workers = (...names: string[]): Node[] => names.map((name) => ({ name, role: "worker" }));

/** The first of them runs the control plane. */
export const machines = (first: string, ...names: string[]): Node[] => [
  { name: first, role: "control-plane" },
  ...workers(...names),
];

export const workloadsAt = (cluster: Cluster, ago: number): Workload[] =>
  cluster.workloads.filter(({ since, until }) => ago <= since && ago > until);

/** Age of the packages of its machines so many days ago. */
export const packagesAt = ({ packages = "" }: Cluster, ago: number): Level =>
  Number(heldAt(changes(packages), ago)) as Level;

/** Team that a namespace's label names so many days ago. */
export const ownerAt = (owner: string | null, ago: number): string | null =>
  owner === null ? null : (heldAt(changes(owner), ago) ?? null);
