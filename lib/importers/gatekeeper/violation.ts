import { ruleId } from "../../domain/identity/rule-id";
import { areaOf } from "../../domain/rules/area";
import { equivalentOf } from "../../domain/rules/equivalence";
import { bounded, excerpt } from "../text";
import { isObject, type Json, textOf } from "../trivy/guards";
import { kubernetesObject } from "../trivy/option-asset";
import type { AssetRef, DetectionItem, ImportOptions, ScopeItem } from "../types";

/** The rule is its kind; its name tells which of several of that kind it is. */
export interface Constraint {
  kind: string;
  name: string;
}

export interface Violation {
  asset: AssetRef;
  message: string;
  /** `deny`, `warn`, `dryrun`, `scoped`; "" where it isn't stated. */
  action: string;
}

/** One violation, at its constraint: two constraints of a kind are two reasons for one finding. */
export function detection(constraint: Constraint, { asset, message, action }: Violation, scope: number): DetectionItem {
  const kind = bounded(constraint.kind, 200);
  const id = ruleId("gatekeeper", kind);
  const control = equivalentOf(id);
  return {
    ...{ type: "detection", scope, asset },
    rule: {
      ...{ id, title: control?.title ?? kind, kind: "misconfiguration" },
      area: areaOf({ kind: "misconfiguration", tool: "gatekeeper", checkId: kind, assetKind: asset.kind }),
    },
    location: `constraint:${bounded(constraint.name, 300)}`,
    severity: control?.severity ?? "unknown",
    ...{ rawSeverity: null, fixState: "unknown" },
    evidence: {
      constraint: excerpt(`${constraint.kind}/${constraint.name}`, 300),
      ...(message ? { message: excerpt(message, 500) } : {}),
      ...(action ? { enforcement: excerpt(action, 100) } : {}),
    },
  };
}

/**
 * A scope that speaks for one constraint on the whole cluster. `incomplete` is null where it lists all there is. What it
 * says of things here and there is no word on the cluster itself, that is its control plane, so it assesses nothing there.
 */
export function scopeOf(
  constraint: Constraint,
  ref: number,
  options: ImportOptions,
  at: { observedAt: string | null; incomplete: string | null; by?: string },
): ScopeItem {
  const name = bounded(`${at.by ?? ""}${constraint.kind}/${constraint.name}`, 300);
  return {
    ...{ type: "scope", ref, target: { kind: "cluster" }, class: "misconfiguration" },
    profile: [name, options.profile ?? ""].filter(Boolean).join(","),
    complete: at.incomplete === null,
    ...(at.incomplete === null ? {} : { incompleteReason: at.incomplete }),
    assesses: [],
    observedAt: at.observedAt,
    label: `${constraint.kind}/${constraint.name}`,
  };
}

/** The object that is in violation, by what an entry says of it; the cluster where that is nothing. */
export function objectOf(kind: string, namespace: string, name: string, owners: Json[] = []): AssetRef {
  if (kind === "" || name === "") return { kind: "cluster" };
  const references = owners.flatMap((owner) => {
    const [kind, name] = [textOf(owner.kind), textOf(owner.name)];
    return kind && name ? [{ kind, name, ...(owner.controller === true ? { controller: true } : {}) }] : [];
  });
  return kubernetesObject(kind, namespace, name, references);
}

/** `deny`; of a scoped constraint what it does at each point: `scoped: deny, warn`. */
export function actionOf(action: unknown, actions: unknown): string {
  const scoped = Array.isArray(actions)
    ? actions.map((one) => (isObject(one) ? textOf(one.action) : textOf(one))).filter(Boolean)
    : [];
  return [textOf(action), [...new Set(scoped)].join(", ")].filter(Boolean).join(": ");
}
