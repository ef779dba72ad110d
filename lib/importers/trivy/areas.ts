import { areaOf } from "../../domain/rules/area";
import type { Area, AssetKind, Kind, ResultClass } from "../../domain/vocabulary";
import type { AssetRef } from "../types";

/** Area of what Trivy finds on an asset. `checkId`: the id of a check; of no matter for packages and secrets. */
export function trivyArea(kind: Kind, assetKind: AssetKind, checkId = "-"): Area {
  return areaOf({ kind, tool: "trivy", checkId: checkId.replace(/^trivy:/, ""), assetKind });
}

/** What a run of Trivy on a target assesses, even where it finds nothing. */
export function assessedAreas(resultClass: ResultClass, target: AssetRef | null, assetKind: AssetKind): Area[] {
  switch (resultClass) {
    case "vulnerability":
    case "secret":
      return [trivyArea(resultClass, assetKind)];
    case "rbac":
    case "compliance":
      return ["platform"];
    case "infra":
      // The benchmark's checks of a node are about its kubelet and about the control plane that runs on it.
      return assetKind === "node" ? ["host", "platform"] : ["platform"];
    case "misconfiguration":
      if (target?.kind !== "workload") return [trivyArea(resultClass, assetKind)];
      return "object" in target && !trafficKinds.has(target.workloadKind) ? ["platform"] : ["platform", "network"];
    default:
      return [];
  }
}

const trafficKinds = new Set(["Service", "Ingress", "NetworkPolicy", "Gateway", "HTTPRoute"]);
