import { suffix } from "../chance";
import type { Workload } from "../company/workload";
import { templateOf } from "./operator";

export interface Pod {
  name: string;
  owner: { kind: string; name: string };
}

/** Pods of a workload so many days ago, named as their controllers do. A CronJob has none between its runs. */
export function podsOf(cluster: string, workload: Workload, ago: number): Pod[] {
  const { kind, name, replicas } = workload;
  if (kind === "CronJob") return [];
  return Array.from({ length: replicas }, (_, index) => {
    if (kind === "StatefulSet") return { name: `${name}-${index}`, owner: { kind, name } };
    const made = kind === "Deployment" ? `${name}-${templateOf(cluster, workload, ago)}` : name;
    const owner = kind === "Deployment" ? { kind: "ReplicaSet", name: made } : { kind, name };
    return { name: `${made}-${suffix(`${cluster} ${made} ${index}`)}`, owner };
  });
}
