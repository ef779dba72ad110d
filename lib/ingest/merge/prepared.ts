import type { AssetRef } from "../../importers/types";
import type { Memory } from "../memory";
import { isGlobal } from "../subjects";
import type { Collected } from "../types";

/** A parsed report with what the request and the clock add to it. */
export interface Prepared {
  reportId: string;
  cluster: { id: number; slug: string } | null;
  /** When its tool looked: from the file, else the sender, else arrival. ISO. */
  observedAt: string;
  /** False where arrival stands for it. */
  dated: boolean;
  /** "" for the whole cluster; the namespace that a configuration is all of. */
  namespace: string;
  /** The sender's word that a configuration or List is all there is. */
  complete: boolean;
  force: boolean;
  collected: Collected;
  /** What `known` of its scopes refers to; null: all of it was read. */
  memory: Memory | null;
}

export const CLUSTER_REF: AssetRef = { kind: "cluster" };

export const clusterOf = (report: Prepared) => report.cluster?.id ?? 0;

/** Everything a report speaks about, with the workloads that it sees images in. */
export function refsOf({ collected, cluster }: Prepared): AssetRef[] {
  const refs: AssetRef[] = [];
  for (const scope of collected.scopes) {
    refs.push(scope.target ?? CLUSTER_REF, ...scope.placedOn);
    for (const row of scope.rows) if (row.asset !== scope.target) refs.push(row.asset);
  }
  return cluster ? refs : refs.filter(isGlobal);
}
