import { assetKey } from "../../domain/identity/asset-key";
import type { Area, ResultClass } from "../../domain/vocabulary";
import { assessedAreas } from "../trivy/areas";
import { isObject, type Json, listAt, mustBeObject, textOf } from "../trivy/guards";
import { objectName } from "../trivy/operator/object";
import type { AssetRef, DetectionItem, ImportOptions, Item } from "../types";
import { type Outcome, outcomeOf, resultsOf, shortfall, timeOf } from "./outcome";
import { isClusterWide, namespaceOf, targetOf } from "./reference";
import { detectionsOf, imageOf } from "./result";
import { placed, rulesOf } from "./rules";
import { classOf, isKubeBench, sourceOf } from "./source";

interface Reading {
  report: Json;
  /** `line 12`. */
  where: string;
  options: ImportOptions;
  /** Number of the next scope. */
  ref: number;
  /** Results that are no problems, by reason. */
  passed: Map<string, number>;
}

/** What is said in one class: a scope in the making. */
interface Part {
  detections: Omit<DetectionItem, "scope">[];
  tested: Set<string>;
  /** Of what was tested. */
  areas: Set<Area>;
  untested: Set<string>;
  /** Some result says that it could not tell. */
  partial: boolean;
}

const cluster: AssetRef = { kind: "cluster" };

/** What the Kyverno command line calls its report: it has seen the files that it was given, not the cluster. */
const commandLine = /^(?:clusterpolicyreport|clusterreport|merged|policyreport(?:-ns-.*)?)$/;

const notAssessed: Partial<Record<Outcome, string>> = {
  error: "not assessed: the policy could not be evaluated (error)",
  warn: "not assessed: needs a manual check, or the tool could not tell (WARN)",
};

/** Yields the scopes of one report with their detections; returns the number of the next scope. */
export function* readReport({ report, where, options, ref, passed }: Reading): Generator<Item, number> {
  mustBeResults(report, where);
  const namespace = namespaceOf(report, options);
  const target = targetOf(report, options);
  const parts = new Map<ResultClass, Part>();
  const partOf = (name: ResultClass): Part => {
    const part = parts.get(name) ?? {
      detections: [],
      tested: new Set(),
      areas: new Set<Area>(),
      untested: new Set(),
      partial: false,
    };
    parts.set(name, part);
    return part;
  };
  const count = (reason: string) => passed.set(reason, (passed.get(reason) ?? 0) + 1);
  const results = resultsOf(report);
  const writer = sourceOf(report, results[0] ?? {});
  const about = aboutOf(report, writer, target, results, options);
  // The namespace of kube-bench's report is where its job ran.
  const fallback = isKubeBench(writer) ? (about.target ?? cluster) : target;
  for (const result of results) {
    const source = sourceOf(report, result);
    const part = partOf(classOf(source, result));
    const outcome = outcomeOf(result);
    const rules = rulesOf(result, source, options);
    const manual = outcome === "warn" && isKubeBench(source);
    if (outcome === "pass" || outcome === "") count(outcome ? "passed result" : "result without a state");
    if (outcome === "skip") count("not assessed: the policy did not apply, or an exception was made (skip)");
    if (outcome === "error" || manual) {
      yield {
        type: "skipped",
        reason: notAssessed[outcome] ?? "",
        count: 1,
        raw: 1,
        rawSeverity: textOf(result.severity) || null,
      };
    }
    if (outcome === "error" || outcome === "skip" || manual) {
      part.partial = true;
      for (const { id } of rules) part.untested.add(id);
      continue;
    }
    if (outcome === "") continue;
    for (const rule of rules) {
      part.tested.add(rule.id);
      part.areas.add(placed(rule, target.kind).area);
    }
    if (outcome !== "fail" && outcome !== "warn") continue;
    const found = detectionsOf(result, { source, target: fallback, namespace, options });
    part.detections.push(...found);
    if (found.length === 0) yield unnamed(result);
  }
  if (parts.size === 0) partOf(classOf(writer));
  const short = shortfall(report);
  let next = ref;
  for (const [name, part] of parts) {
    const why = short ?? reasonNot(report, name, about.target);
    yield {
      type: "scope",
      ref: next,
      ...about,
      class: name,
      complete: why === null,
      ...(why === null ? {} : { incompleteReason: why }),
      ...(part.partial ? { assessed: [...part.tested].filter((id) => !part.untested.has(id)) } : {}),
      assesses: areasOf(name, about.target ?? cluster, part),
    };
    for (const detection of part.detections) yield { ...detection, scope: next };
    next++;
  }
  return next;
}

function mustBeResults(report: Json, where: string): void {
  for (const [index, result] of listAt(report, "results", `${where}: $`).entries()) {
    if (result !== null) mustBeObject(result, `${where}: $.results[${index}]`);
  }
}

function unnamed(result: Json): Item {
  const reason = "result that names no policy";
  return { type: "skipped", reason, count: 1, raw: 1, rawSeverity: textOf(result.severity) || null };
}

function aboutOf(report: Json, source: string, target: AssetRef, results: Json[], options: ImportOptions) {
  const name = isObject(report.metadata) ? textOf(report.metadata.name) : "";
  const profile = [`${isClusterWide(report) ? "cluster/" : ""}${name}`, options.profile ?? ""]
    .filter(Boolean)
    .join(",");
  const label = objectName(report) || "report";
  const observedAt = timeOf(report);
  if (isKubeBench(source)) {
    const node: AssetRef | null = options.node ? { kind: "node", name: options.node } : null;
    return { target: node, profile, label, observedAt };
  }
  // A report of the operator's adapter is about one image and the workload that runs it.
  const images = new Map(results.map(imageOf).flatMap((image) => (image ? [[assetKey(image), image] as const] : [])));
  const [image] = images.values();
  const workload = target.kind === "workload" ? { placedOn: [target] } : {};
  return image && images.size === 1
    ? { target: image as AssetRef, profile, label, observedAt, ...workload }
    : { target, profile, label, observedAt };
}

function reasonNot(report: Json, name: ResultClass, target: AssetRef | null): string | null {
  if (target === null) return "kube-bench names no node: give --node";
  if (name === "runtime") return "events close nothing";
  const metadata = isObject(report.metadata) ? report.metadata : {};
  return commandLine.test(textOf(metadata.name)) && !textOf(metadata.uid)
    ? "a run of the command line saw only what it was given"
    : null;
}

/** Of policies what was tested; a scanner and a sensor look for all that they know. */
function areasOf(name: ResultClass, target: AssetRef, { areas, detections }: Part): Area[] {
  const base = name === "runtime" ? ["runtime" as const] : assessedAreas(name, target, target.kind);
  const always = name === "misconfiguration" ? [] : base;
  return [...new Set([...always, ...areas, ...detections.map(({ rule }) => rule.area)])];
}
