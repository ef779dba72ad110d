import { assetKey } from "../../domain/identity/asset-key";
import type { Area, ResultClass } from "../../domain/vocabulary";
import { bounded } from "../text";
import { assessedAreas } from "../trivy/areas";
import { isObject, type Json, listAt, mustBeObject, textOf } from "../trivy/guards";
import { objectName } from "../trivy/operator/object";
import type { AssetRef, DetectionItem, ImportOptions, Item, ScopeItem } from "../types";
import { type Outcome, outcomeOf, resultsOf, shortfall, timeOf } from "./outcome";
import { isClusterWide, namespaceOf, subjectOf } from "./reference";
import { detectionsOf } from "./result";
import { placed, rulesOf } from "./rules";
import { classOf, isKubeBench, sourceOf, writtenBy } from "./source";

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

/** Yields the scopes of one report, one for each class of its results, and what is in them; returns the next number. */
export function* readReport({ report, where, options, ref, passed }: Reading): Generator<Item, number> {
  mustBeResults(report, where);
  const results = resultsOf(report);
  const writer = sourceOf(report, results[0] ?? {});
  const namespace = namespaceOf(report, options);
  const own = subjectOf(report, namespace);
  const node: AssetRef | null = options.node ? { kind: "node", name: options.node } : null;
  // The namespace of kube-bench's report is where its job ran.
  const place: AssetRef = isKubeBench(writer)
    ? (node ?? cluster)
    : namespace
      ? { kind: "namespace", name: namespace }
      : cluster;
  const around = { target: own ?? place, namespace, options };
  const parts = new Map<ResultClass, Part>();
  const count = (reason: string) => passed.set(reason, (passed.get(reason) ?? 0) + 1);
  for (const result of results) {
    const source = sourceOf(report, result);
    const part = partOf(parts, classOf(source, result));
    const outcome = outcomeOf(result);
    const rules = rulesOf(result, source, options);
    const manual = outcome === "warn" && isKubeBench(source);
    if (outcome === "pass" || outcome === "") count(outcome ? "passed result" : "result without a state");
    if (outcome === "skip") count("not assessed: the policy did not apply, or an exception was made (skip)");
    if (outcome === "error" || manual) yield leftOut(result, notAssessed[outcome] ?? "");
    if (outcome === "error" || outcome === "skip" || manual) {
      part.partial = true;
      // A rule does not apply to some things and is tested on others; where it failed to run, nothing is known.
      if (outcome !== "skip") for (const { id } of rules) part.untested.add(id);
      continue;
    }
    if (outcome === "") continue;
    for (const rule of rules) {
      part.tested.add(rule.id);
      part.areas.add(placed(rule, around.target.kind).area);
    }
    if (outcome === "pass") continue;
    const found = detectionsOf(result, { source, ...around });
    part.detections.push(...found);
    if (found.length === 0) yield leftOut(result, "result that names no policy");
  }
  if (parts.size === 0) partOf(parts, classOf(writer));
  let next = ref;
  for (const [name, part] of parts) {
    const target = isKubeBench(writer) ? { target: node } : targetOf(part, own);
    const tool = writtenBy(report);
    yield { ...scopeOf(report, next, { name, part, options, ...target }), ...(tool ? { tool } : {}) };
    for (const detection of part.detections) yield { ...detection, scope: next };
    next++;
  }
  return next;
}

function partOf(parts: Map<ResultClass, Part>, name: ResultClass): Part {
  const part = parts.get(name) ?? {
    ...{ detections: [], partial: false },
    ...{ tested: new Set<string>(), untested: new Set<string>(), areas: new Set<Area>() },
  };
  parts.set(name, part);
  return part;
}

function mustBeResults(report: Json, where: string): void {
  for (const [index, result] of listAt(report, "results", `${where}: $`).entries()) {
    if (result !== null) mustBeObject(result, `${where}: $.results[${index}]`);
  }
}

function leftOut(result: Json, reason: string): Item {
  return { type: "skipped", reason, count: 1, raw: 1, rawSeverity: textOf(result.severity) || null };
}

type Placed = Pick<ScopeItem, "target" | "placedOn">;

/**
 * The target is what the report is about, if its results are about nothing else; one image that it names; else the
 * cluster, in which its results name what they are about.
 */
function targetOf({ detections }: Part, own: AssetRef | null): Placed {
  const assets = new Map(detections.map(({ asset = cluster }) => [assetKey(asset), asset]));
  const [only] = assets.values();
  if (assets.size === 1 && only?.kind === "image") {
    return { target: only, ...(own?.kind === "workload" ? { placedOn: [own] } : {}) };
  }
  return { target: own && (assets.size === 0 || (assets.size === 1 && assets.has(assetKey(own)))) ? own : cluster };
}

interface Claim extends Placed {
  name: ResultClass;
  part: Part;
  options: ImportOptions;
}

function scopeOf(report: Json, ref: number, { name, part, options, ...placed }: Claim): ScopeItem {
  const metadata = isObject(report.metadata) ? report.metadata : {};
  const object = [isClusterWide(report) ? "" : textOf(metadata.namespace), textOf(metadata.name)];
  const why = shortfall(report) ?? reasonNot(metadata, name, placed.target);
  return {
    ...{ type: "scope", ref, ...placed, class: name },
    profile: [bounded(object.filter(Boolean).join("/"), 550), options.profile ?? ""].filter(Boolean).join(","),
    complete: why === null,
    ...(why === null ? {} : { incompleteReason: why }),
    ...(part.partial ? { assessed: [...part.tested].filter((id) => !part.untested.has(id)) } : {}),
    assesses: areasOf(name, placed.target ?? cluster, part),
    observedAt: timeOf(report),
    label: objectName(report) || "report",
  };
}

function reasonNot(metadata: Json, name: ResultClass, target: AssetRef | null): string | null {
  if (target === null) return "kube-bench names no node: give --node";
  if (name === "runtime") return "events close nothing";
  return commandLine.test(textOf(metadata.name)) && !textOf(metadata.uid)
    ? "a run of the command line saw only what it was given"
    : null;
}

/**
 * Of policies what was tested; a scanner and a sensor look for all that they know. What a report says of things here and
 * there in the cluster is no word on the cluster itself, that is its control plane.
 */
function areasOf(name: ResultClass, target: AssetRef, { areas, detections }: Part): Area[] {
  if (name === "runtime") return ["runtime"];
  if (target.kind === "cluster") return [];
  const always = name === "misconfiguration" ? [] : assessedAreas(name, target, target.kind);
  return [...new Set([...always, ...areas, ...detections.map(({ rule }) => rule.area)])];
}
