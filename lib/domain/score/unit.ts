import type { AssetKind, UnitKind } from "../vocabulary";

export interface UnitOf {
  assetKind: AssetKind;
  /** Any object of a cluster that is not a workload (Role, Service, ConfigMap, …). */
  object?: boolean;
  /** "" for cluster-scoped objects. */
  namespace?: string;
  /** Images only: it runs, or is declared to run, at a place. */
  placed?: boolean;
}

/**
 * The group of like units in which a finding is averaged. An image that runs counts with the workloads it runs in.
 * Objects that are no workloads count with their namespace; cluster-wide ones, the cluster itself and its registry
 * with the control plane, since they are parts of the management stack.
 */
export function unitKindOf({ assetKind, object, namespace, placed }: UnitOf): UnitKind {
  switch (assetKind) {
    case "cluster":
    case "registry":
      return "control_plane";
    case "image":
      return placed ? "workload" : "image";
    case "workload":
      if (!object) return "workload";
      return namespace ? "namespace" : "control_plane";
    default:
      return assetKind;
  }
}
