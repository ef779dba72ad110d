import { assetKey } from "../../domain/identity/asset-key";
import { ruleId } from "../../domain/identity/rule-id";
import { areaOf } from "../../domain/rules/area";
import type { Area, AssetKind } from "../../domain/vocabulary";
import { type Draft, draftKey, mergeDraft } from "../trivy/draft";
import { isoTime } from "../trivy/guards";
import type { AssetRef, ImportOptions, Item, ScopeItem } from "../types";
import type { Control } from "./control";
import { type Place, placeOf, scopeKey } from "./place";
import type { Checked, Failure, Run } from "./run";
import { filesOf } from "./target";

type Claim = Pick<ScopeItem, "target" | "class" | "label"> & {
  drafts: Map<string, Draft>;
  assessed: Set<Control>;
  /** Kind of what was assessed, where no target is named. */
  assetKind: AssetKind;
};

/** The items of one scan: a claim for each object, or one for the repository that the files are from. */
export function* runItems(run: Run, options: ImportOptions, firstRef: number): Generator<Item> {
  const files = filesOf(run, options);
  if (files?.warning) yield { type: "warning", message: files.warning };
  const claims = new Map<string, Claim>();
  const open = (key: string, about: Pick<Claim, "target" | "class" | "label" | "assetKind">): Claim => {
    const claim = claims.get(key) ?? { ...about, drafts: new Map(), assessed: new Set() };
    claims.set(key, claim);
    return claim;
  };
  const whole = (): Claim => {
    const target: AssetRef | null = files ? files.target : { kind: "cluster" };
    const assetKind = target?.kind ?? "workload";
    return open("whole", { target, class: "misconfiguration", label: files?.label ?? "cluster", assetKind });
  };
  if (files || run.onlyFailures) {
    for (const control of run.controls.values()) whole().assessed.add(control);
  }
  let unnamed = 0;
  for (const checked of run.checked) {
    const place = whereIs(checked, run);
    if (!place) {
      unnamed += checked.failures.length;
      for (const { control } of checked.failures) run.pass("failed check that names no object", 1, control.severity);
      continue;
    }
    const { asset } = place;
    const inWhole = files !== null || run.onlyFailures;
    const claim = inWhole
      ? whole()
      : open(scopeKey(place), { target: asset, class: place.class, label: labelOf(asset), assetKind: asset.kind });
    for (const control of checked.assessed) claim.assessed.add(control);
    for (const failure of checked.failures) add(claim, draftOf(failure, place, files?.target ?? null, inWhole));
  }
  const reason = run.incomplete || (unnamed > 0 ? "some results name no object" : "");
  if (claims.size === 0) yield { type: "warning", message: "the report lists no results, so it closes nothing" };
  else if (reason !== "") yield { type: "warning", message: `it ${reason.replace(/^(?!lists)/, "closes nothing: ")}` };
  let ref = firstRef;
  for (const claim of claims.values()) yield* written(claim, ref++, run, reason, options);
  yield* run.skipped();
}

function whereIs(checked: Checked, run: Run): Place | null {
  return run.places.get(checked.id) ?? checked.place ?? placeOf(checked.id, {}, run.namespace);
}

const labelOf = (asset: AssetRef) => assetKey(asset).replace(/^workload\//, "");

function draftOf(
  { control, evidence, fixable }: Failure,
  place: Place,
  files: AssetRef | null,
  inWhole: boolean,
): Draft {
  const { severity } = control;
  return {
    rule: {
      id: ruleId("kubescape", control.id),
      title: control.title,
      ...(control.description === "" ? {} : { description: control.description }),
      ...(control.remediation === "" ? {} : { remediation: control.remediation }),
      kind: "misconfiguration",
      controls: control.controls,
    },
    ...(inWhole && files === null ? { asset: place.asset } : {}),
    location: files === null ? place.location : place.inFile,
    severity,
    rawSeverity: severity,
    fixState: fixable ? "available" : "unknown",
    rawCount: 1,
    evidence: { ...evidence, ...(place.file === "" ? {} : { file: place.file }) },
  };
}

function add(claim: Claim, draft: Draft): void {
  const key = draftKey(draft);
  const first = claim.drafts.get(key);
  if (first) mergeDraft(first, draft);
  else claim.drafts.set(key, draft);
}

function* written(claim: Claim, ref: number, run: Run, reason: string, options: ImportOptions): Generator<Item> {
  const { target, assetKind } = claim;
  const assessed = [...claim.assessed].filter((control) => control.notAssessed === "" && !control.skippedSome);
  const why = target === null ? "no target is named" : reason;
  const observedAt = ref === 0 ? {} : { observedAt: isoTime(run.head.generationTime) };
  yield {
    type: "scope",
    ref,
    target,
    class: claim.class,
    profile: options.profile ?? "",
    complete: why === "",
    ...(why === "" ? {} : { incompleteReason: why }),
    assessed: assessed.map((control) => ruleId("kubescape", control.id)),
    assesses: [...new Set(assessed.map((control) => areaOfControl(control, assetKind)))],
    ...observedAt,
    label: claim.label,
  };
  for (const draft of claim.drafts.values()) {
    const area = areaOfControl(draft.rule.id.slice("kubescape:".length), draft.asset?.kind ?? assetKind);
    yield { type: "detection", scope: ref, ...draft, rule: { ...draft.rule, area } };
  }
}

/** Ids of 2022 had the number of the CIS benchmark (`CIS-4.2.1`), whose section 4 is the node. */
function areaOfControl(control: Control | string, assetKind: AssetKind): Area {
  const checkId = typeof control === "string" ? control : control.id;
  if (/^CIS-4\./.test(checkId) && assetKind !== "repository") return "host";
  return areaOf({ kind: "misconfiguration", tool: "kubescape", checkId, assetKind });
}
