import { afterPreamble } from "./policy-report/cli";
import { reportPattern, reportsIn } from "./policy-report/object";
import { timeOf } from "./policy-report/outcome";
import { readReport } from "./policy-report/report";
import { documents } from "./stream/documents";
import { textOf } from "./trivy/guards";
import { ImportError, type Importer, type Item, type Sniff } from "./types";

/** Reports are below 1.5 MiB in etcd; what a command line prints of a whole cluster may be larger. */
const limits = { maxJsonBytes: 64 * 1024 * 1024, maxYamlBytes: 32 * 1024 * 1024 };

/**
 * PolicyReports of every version (policy.kubernetes.io, wgpolicyk8s.io, reports.x-k8s.io) and OpenReports
 * (openreports.io): one object, a list, JSON lines, messages of a watch, YAML of any number of documents, and what
 * `kyverno apply --policy-report` prints. Each object is a scope of its own.
 */
export const policyReport: Importer = {
  format: "policy-report",
  detect,
  async *parse(source, options) {
    let others = "";
    let ref = 0;
    let documentsSeen = 0;
    let header: Item | null = null;
    let foreign = 0;
    let deleted = 0;
    const passed = new Map<string, number>();
    for await (const piece of documents(afterPreamble(source), limits)) {
      documentsSeen = piece.document + 1;
      for (const found of reportsIn(piece)) {
        if (found.report === null) {
          foreign++;
          others ||= found.kind;
          continue;
        }
        header ??= yield* begin(timeOf(found.report));
        // That a report is gone doesn't say that what it was about is well.
        if (found.deleted) deleted++;
        else ref = yield* readReport({ report: found.report, where: found.where, options, ref, passed });
      }
    }
    if (documentsSeen === 0) throw new ImportError("malformed", "the file is empty");
    if (!header && others) throw new ImportError("malformed", `expected policy reports, found ${others}`);
    if (!header) yield* begin(null);
    for (const [reason, count] of passed) yield { type: "skipped", reason, count };
    if (foreign > 0) yield { type: "skipped", reason: "object that is no policy report", count: foreign };
    if (deleted > 0) yield { type: "skipped", reason: "report deleted in the cluster", count: deleted };
  },
  about: {
    tool: "Kyverno and other writers of PolicyReports and OpenReports",
    target:
      "the object that the report's scope or owner names, pods folded to their controller; of reports about several resources the cluster, and each result is about its own",
    classes: ["misconfiguration", "vulnerability", "secret", "runtime"],
    completeness:
      "each report for itself, unless its summary counts more than it lists or its limits leave something out; where results are errors or skipped, only the rules that passed or failed close; never runtime events and runs of the Kyverno CLI",
    date: "the latest timestamp of its results, else metadata.creationTimestamp",
    units: ["workload", "namespace"],
  },
};

function* begin(observedAt: string | null): Generator<Item, Item> {
  const item: Item = {
    ...{ type: "header", tool: "policy-report", toolVersion: null, semantics: "snapshot" },
    observedAt,
  };
  yield item;
  return item;
}

const versions = /["']?apiVersion["']?\s*:\s*["']?([\w./-]+)/g;
const firstKind = /["']?kind["']?\s*:\s*["']?\w+/;
const groups = /^(?:wgpolicyk8s\.io|openreports\.io|reports\.x-k8s\.io|policy\.kubernetes\.io)\//;

function detect({ text, shape, keys }: Sniff): number {
  if (shape === "xml" || shape === "empty" || !reportPattern.test(text)) return 0;
  if (shape === "text") return /^apiVersion: \S+\r?$/m.test(text) && /^POLICY REPORT:/m.test(text) ? 92 : 0;
  // The owners of a report have a version as well, and may stand before its own.
  const isReport = reportPattern.test(firstKind.exec(text)?.[0] ?? "");
  // A list's own version, and that of its first object; or a message of a watch.
  const most = isReport ? 20 : keys.includes("items") || !keys.includes("apiVersion") ? 2 : 1;
  const first = [...text.matchAll(versions)].slice(0, most);
  return first.some(([, version]) => groups.test(textOf(version))) ? 94 : 0;
}
