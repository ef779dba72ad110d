import type { Area, ResultClass } from "../../domain/vocabulary";
import type { AssetRef } from "../types";

/** Area of the vulnerable packages of an asset. */
export function packageArea(target: AssetRef | null): Area {
  if (target?.kind === "node") return "host";
  return target?.kind === "cluster" ? "platform" : "application";
}

/** What a run of Trivy on a target assesses, even where it finds nothing. */
export function assessedAreas(resultClass: ResultClass, target: AssetRef | null): Area[] {
  switch (resultClass) {
    case "vulnerability":
      return [packageArea(target)];
    case "secret":
      return ["pipeline"];
    case "rbac":
      return ["platform"];
    case "infra":
      return [target?.kind === "node" ? "host" : "platform"];
    case "misconfiguration":
      if (target?.kind === "image" || target?.kind === "repository") return ["pipeline"];
      return target?.kind === "workload" && !("object" in target) ? ["platform", "network"] : ["platform"];
    default:
      return [];
  }
}
