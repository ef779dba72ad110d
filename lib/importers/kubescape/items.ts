import { ruleId } from "../../domain/identity/rule-id";
import type { AssetKind } from "../../domain/vocabulary";
import { bounded } from "../text";
import { isoTime } from "../trivy/guards";
import type { AssetRef, DetectionItem, ImportOptions, Item, ScopeItem } from "../types";
import type { Control } from "./control";
import { labelOf, type Place, placeOf, scopeKey } from "./place";
import { areaOfControl, Rules } from "./rules";
import type { Checked, Failure, Run } from "./run";
import { filesOf } from "./target";

/** Something that a scan speaks about as one, and the results that are about it. */
interface Claim {
  target: AssetRef | null;
  class: ScopeItem["class"];
  label: string;
  /** Kind of what was assessed, where no target is named. */
  assetKind: AssetKind;
  /** Each result is about the target itself, about a file in it, or about an object of its own. */
  on: "target" | "files" | "objects";
  parts: { place: Place; checked: Checked }[];
}

/** The items of one scan: a claim for each object, or one for all that is known only as a whole. */
export function* runItems(run: Run, options: ImportOptions, nextRef: () => number): Generator<Item> {
  const files = filesOf(run, options);
  if (files?.warning) yield { type: "warning", message: files.warning };
  const claims = new Map<string, Claim>();
  const whole = files !== null || run.onlyFailures;
  if (whole && (run.checked.length > 0 || run.controls.size > 0)) {
    const target: AssetRef | null = files ? files.target : { kind: "cluster" };
    const about = { target, class: "misconfiguration" as const, label: files?.label ?? "cluster" };
    const on = files?.target ? "files" : "objects";
    claims.set("", { ...about, on, assetKind: target?.kind ?? "workload", parts: [] });
  }
  let unnamed = false;
  for (const checked of run.checked) {
    const place = run.places.get(checked.id) ?? checked.place ?? placeOf(checked.id, {}, run.namespace);
    if (!place) {
      unnamed ||= checked.failures.length > 0;
      for (const { control } of checked.failures) run.pass("failed check that names no object", 1, control.severity);
      continue;
    }
    const key = whole ? "" : scopeKey(place);
    const { asset } = place;
    const claim = claims.get(key) ?? {
      ...{ target: asset, class: place.class, label: labelOf(asset), assetKind: asset.kind },
      ...{ on: "target" as const, parts: [] },
    };
    claim.parts.push({ place, checked });
    claims.set(key, claim);
  }
  const reason = run.incomplete || (unnamed ? "some results name no object" : "");
  if (claims.size === 0) yield { type: "warning", message: "the report lists no results, so it closes nothing" };
  else if (reason !== "") yield { type: "warning", message: `the report closes nothing: ${reason}` };
  const rules = new Rules();
  for (const claim of claims.values()) {
    const scope = scopeOf(
      claim,
      whole ? [...run.controls.values()] : assessedOf(claim),
      nextRef(),
      run,
      reason,
      options,
    );
    yield scope;
    for (const { place, checked } of claim.parts) {
      for (const failure of checked.failures) yield detection(failure, place, claim, scope.ref, rules);
    }
  }
  yield* run.skipped();
}

const assessedOf = (claim: Claim) => [...new Set(claim.parts.flatMap(({ checked }) => checked.assessed))];

function scopeOf(
  { target, assetKind, ...claim }: Claim,
  controls: Control[],
  ref: number,
  run: Run,
  reason: string,
  options: ImportOptions,
): ScopeItem {
  const assessed = controls.filter((control) => control.notAssessed === "" && !control.skippedSome);
  const why = target === null ? "no target is named" : reason;
  return {
    type: "scope",
    ref,
    target,
    class: claim.class,
    profile: options.profile ?? "",
    complete: why === "",
    ...(why === "" ? {} : { incompleteReason: why }),
    assessed: assessed.map((control) => ruleId("kubescape", control.id)),
    assesses: [...new Set(assessed.map((control) => areaOfControl(control.id, assetKind)))],
    // The header has the time of the first.
    ...(ref === 0 ? {} : { observedAt: isoTime(run.head.generationTime) }),
    label: claim.label,
  };
}

function detection(failure: Failure, place: Place, claim: Claim, scope: number, rules: Rules): DetectionItem {
  const { control, evidence, fixable } = failure;
  const { severity } = control;
  const asset = claim.on === "objects" ? place.asset : null;
  return {
    type: "detection",
    scope,
    ...(asset ? { asset } : {}),
    rule: rules.of(control, asset?.kind ?? claim.assetKind),
    location: bounded(claim.on === "files" ? place.inFile : place.location, 1000),
    severity,
    rawSeverity: severity,
    fixState: fixable ? "available" : "unknown",
    rawCount: 1,
    evidence: place.file === "" ? evidence : { ...evidence, file: place.file },
  };
}
