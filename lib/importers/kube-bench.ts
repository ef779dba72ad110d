import { stripVTControlCharacters } from "node:util";
import { ruleId } from "../domain/identity/rule-id";
import type { Area } from "../domain/vocabulary";
import { jsonControls } from "./kube-bench/json";
import { type Check, type Control, plainTitle } from "./kube-bench/model";
import { severityOfCheck } from "./kube-bench/severity";
import { checkLine, textControls } from "./kube-bench/text";
import { excerpt } from "./text";
import type { AssetRef, DetectionItem, Importer, ImportOptions, Item, ScopeItem, Sniff } from "./types";

/** All results for one target and one controls file of a benchmark, by check id. */
interface Run {
  nodeType: string;
  benchmark: string;
  checks: Map<string, Check & { count: number }>;
  notAssessed: number;
  truncated: string | null;
}

/** These look at the cluster through its API; the others at the machine that they ran on. */
const clusterWide = new Set(["controlplane", "policies", "managedservices"]);
const cluster: AssetRef = { kind: "cluster" };

export const kubeBench: Importer = {
  format: "kube-bench",
  detect,
  parse,
  about: {
    tool: "kube-bench",
    target: "master, etcd and node checks: the node given with --node, else none; the other checks: the cluster",
    classes: ["misconfiguration"],
    completeness:
      "a target is known; closes only checks that passed or failed in this run of the same benchmark. Text output: its summary agrees with its lines",
    date: "none in the file",
    units: ["node", "control_plane"],
  },
};

function detect(sniff: Sniff): number {
  const { keys, text } = sniff;
  if (sniff.root !== null) {
    const has = (key: string) => text.includes(`"${key}"`);
    if (keys.includes("Controls") && (has("node_type") || has("total_fail") || sniff.whole)) return 95;
    if (keys.includes("tests") && (keys.includes("node_type") || has("test_number"))) return 95;
    return keys.length === 1 && keys[0] === "Totals" && has("total_fail") ? 80 : 0;
  }
  const lines = stripVTControlCharacters(text).split(/\r?\n/, 200);
  const results = lines.filter((line) => checkLine.test(line)).length;
  const headings = lines.filter((line) => /^\[INFO\] \d+(\.\d+)? /.test(line)).length;
  return results >= 2 && headings >= 1 ? 90 : 0;
}

async function* parse(source: AsyncIterable<Uint8Array>, options: ImportOptions): AsyncGenerator<Item> {
  yield { type: "header", tool: "kube-bench", toolVersion: null, semantics: "snapshot", observedAt: null };
  const runs = new Map<string, Run>();
  let unstated = false;
  let repeated = false;
  for await (const control of controlsOf(source)) {
    unstated ||= control.benchmark === null && !options.profile && control.checks.length > 0;
    repeated = add(runs, control, options.profile) || repeated;
  }
  if (unstated) yield { type: "warning", message: "the file names no benchmark: give it with --profile (cis-1.8, …)" };
  if (repeated) {
    const message =
      "the file holds several runs of the same checks, and kube-bench names no node: they are read as one";
    yield { type: "warning", message };
  }
  let ref = 0;
  for (const run of runs.values()) yield* items(run, ref++, options);
}

async function* controlsOf(source: AsyncIterable<Uint8Array>): AsyncGenerator<Control> {
  const reader = source[Symbol.asyncIterator]();
  const first = await reader.next();
  if (first.done) return;
  async function* all(): AsyncGenerator<Uint8Array> {
    yield first.value;
    for (let next = await reader.next(); !next.done; next = await reader.next()) yield next.value;
  }
  // `[PASS] 1.1.1` begins like a JSON array.
  const start = new TextDecoder().decode(first.value.subarray(0, 4096)).trimStart();
  yield* /^(\{|\[\s*([[{\]]|$))/.test(start) ? jsonControls(all()) : textControls(all());
}

/** Adds a controls object to its run; true when a check of it was there before. */
function add(runs: Map<string, Run>, control: Control, profile: string | undefined): boolean {
  const benchmark = control.benchmark ?? profile ?? "unstated";
  const key = `${benchmark} ${control.nodeType}`;
  const empty = { nodeType: control.nodeType, benchmark, checks: new Map(), notAssessed: 0, truncated: null };
  const run = runs.get(key) ?? empty;
  runs.set(key, run);
  run.truncated ??= control.truncated;
  const before = new Set(run.checks.keys());
  for (const check of control.checks) {
    if (check.status === "WARN") run.notAssessed++;
    if (check.status !== "FAIL" && check.status !== "PASS") continue;
    const known = run.checks.get(check.id);
    const count = (known?.count ?? 0) + (check.status === "FAIL" ? 1 : 0);
    run.checks.set(check.id, { ...(known?.status === "FAIL" ? known : check), count });
  }
  return control.checks.some((check) => before.has(check.id));
}

function* items(run: Run, ref: number, options: ImportOptions): Generator<Item> {
  const onCluster = clusterWide.has(run.nodeType);
  const node: AssetRef | null = options.node ? { kind: "node", name: options.node } : null;
  const target = onCluster ? cluster : node;
  const why = target ? run.truncated : "kube-bench names no node: give --node";
  const profile = [run.benchmark, run.nodeType].filter(Boolean).join(":");
  const scope: ScopeItem = {
    type: "scope",
    ref,
    target,
    class: "misconfiguration",
    profile,
    complete: why === null,
    ...(why === null ? {} : { incompleteReason: why }),
    assessed: [...run.checks.keys()].map((id) => idOf(run, id)),
    assesses: [...new Set([...run.checks.values()].map((check) => areaOf(check, run)))],
    label: `${options.node && !onCluster ? `${options.node}: ` : ""}${profile}`,
  };
  yield scope;
  for (const check of run.checks.values()) {
    if (check.status === "FAIL") yield detection(check, run, scope);
  }
  if (run.notAssessed > 0) {
    const reason = "not assessed: needs a manual check, or the tool could not tell (WARN)";
    yield { type: "skipped", reason, count: run.notAssessed, raw: run.notAssessed, rawSeverity: "WARN" };
  }
}

function detection(check: Check & { count: number }, run: Run, scope: ScopeItem): DetectionItem {
  const evidence: Record<string, string> = {};
  for (const [label, value] of [
    ["expected", check.expected],
    ["found", check.actual],
    ["reason", check.reason],
  ] as const) {
    if (value.trim() !== "") evidence[label] = excerpt(value, 300);
  }
  return {
    type: "detection",
    scope: scope.ref,
    ...(scope.target ? {} : { asset: cluster }),
    rule: {
      id: idOf(run, check.id),
      title: plainTitle(check.title) || check.id,
      ...(check.remediation ? { remediation: check.remediation } : {}),
      kind: "misconfiguration",
      area: areaOf(check, run),
      controls: [`${run.benchmark}:${check.id}`],
    },
    location: "",
    severity: severityOfCheck(check),
    rawSeverity: "FAIL",
    fixState: check.remediation ? "available" : "unknown",
    rawCount: check.count,
    ...(Object.keys(evidence).length > 0 ? { evidence } : {}),
  };
}

function areaOf(check: Check, run: Run): Area {
  if (run.nodeType === "node") return "host";
  return /network polic|\bCNI\b/i.test(check.group) ? "network" : "platform";
}

/** The number of a check means something else in each benchmark, so the benchmark is part of the rule. */
function idOf(run: Run, check: string): string {
  return ruleId("kube-bench", `${run.benchmark}:${check}`);
}
