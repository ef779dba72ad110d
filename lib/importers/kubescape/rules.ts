import { ruleId } from "../../domain/identity/rule-id";
import { areaOf } from "../../domain/rules/area";
import type { Area, AssetKind } from "../../domain/vocabulary";
import type { RuleRef } from "../types";
import type { Control } from "./control";

/** Ids of 2022 had the number of the CIS benchmark (`CIS-4.2.1`), whose section 4 is the node. */
export function areaOfControl(checkId: string, assetKind: AssetKind): Area {
  if (/^CIS-4\./.test(checkId) && assetKind !== "repository") return "host";
  return areaOf({ kind: "misconfiguration", tool: "kubescape", checkId, assetKind });
}

/** The rules of one scan: the same control fails on many objects. */
export class Rules {
  private readonly known = new Map<string, RuleRef>();

  of(control: Control, assetKind: AssetKind): RuleRef {
    const area = areaOfControl(control.id, assetKind);
    const key = `${area}\n${control.id}`;
    const rule = this.known.get(key) ?? {
      id: ruleId("kubescape", control.id),
      title: control.title,
      ...(control.description === "" ? {} : { description: control.description }),
      ...(control.remediation === "" ? {} : { remediation: control.remediation }),
      kind: "misconfiguration" as const,
      area,
      controls: control.controls,
    };
    this.known.set(key, rule);
    return rule;
  }
}
