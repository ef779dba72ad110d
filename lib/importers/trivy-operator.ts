import { documents } from "./stream/documents";
import { isObject, type Json, listAt, mustBeObject, textOf } from "./trivy/guards";
import { contentOf, kindPattern } from "./trivy/operator/kinds";
import { readReport, timeOf, versionOf } from "./trivy/operator/report";
import { Scopes } from "./trivy/scopes";
import { type HeaderItem, ImportError, type Importer, type Item, type Sniff } from "./types";

/** The operator's reports are below 1.5 MiB in etcd; those that it stores as files may be larger. */
const limits = { maxJsonBytes: 64 * 1024 * 1024, maxYamlBytes: 16 * 1024 * 1024 };

/**
 * Custom resources of trivy-operator (and Starboard before it), of every kind: one object, a List, JSON lines, a JSON
 * array, lists by resource, YAML of any number of documents, and messages of its webhook. Each object is a scope of its own.
 */
export const trivyOperator: Importer = {
  format: "trivy-operator",
  detect,
  async *parse(source, options) {
    const scopes = new Scopes();
    let header: HeaderItem | null = null;
    let others = "";
    let documentsSeen = 0;
    for await (const { value, where, item, document } of documents(source, limits)) {
      documentsSeen = document + 1;
      if (!item && isListEnd(value)) continue;
      const collection = collectionOf(value, where);
      if (collection?.length === 0) header ??= yield* begin({});
      for (const { message, at } of collection ?? [{ message: mustBeObject(value, where), at: `${where}: $` }]) {
        const deleted = textOf(message.verb).toLowerCase() === "delete";
        const object: Json = isObject(message.operatorObject) ? message.operatorObject : message;
        const content = contentOf(object);
        if (!content) {
          others ||= textOf(object.kind) || "an object without a kind";
          scopes.pass("object that is no report of the operator");
          continue;
        }
        header ??= yield* begin(object);
        // Reports expire and are made anew: that one is gone says nothing about what it reported.
        if (deleted) scopes.pass("report deleted in the cluster");
        else yield* read(() => readReport(object, content, scopes, options, at), scopes);
      }
    }
    if (documentsSeen === 0) throw new ImportError("malformed", "the file is empty");
    if (!header && others) throw new ImportError("malformed", `expected reports of trivy-operator, found ${others}`);
    if (!header) yield* begin({});
    yield* scopes.skipped();
  },
  about: {
    tool: "trivy-operator",
    target: "the image, workload, object, node or cluster that the object's labels name",
    classes: ["vulnerability", "misconfiguration", "secret", "rbac", "infra", "compliance", "inventory"],
    completeness: "each object for itself, unless its summary counts more than it lists; compliance only with details",
    date: "report.updateTimestamp or status.updateTimestamp, else metadata.creationTimestamp",
    units: ["image", "workload", "node", "control_plane"],
  },
};

function* begin(object: Json): Generator<Item, HeaderItem> {
  const report = isObject(object.report) ? object.report : {};
  const item: HeaderItem = {
    type: "header",
    tool: "trivy-operator",
    toolVersion: versionOf(object),
    semantics: "snapshot",
    observedAt: timeOf(object, report),
  };
  yield item;
  return item;
}

function* read(report: () => void, scopes: Scopes): Generator<Item> {
  report();
  yield* scopes.flush();
  scopes.forget();
}

const resource = /^[a-z]+\.aquasecurity\.github\.io$/;

/** Lists by the names of their resources (`{"vulnerabilityreports.aquasecurity.github.io": […]}`), as collectors write. */
function collectionOf(value: unknown, where: string): { message: Json; at: string }[] | null {
  if (!isObject(value) || value.kind !== undefined || !Object.keys(value).some((key) => resource.test(key)))
    return null;
  return Object.keys(value).flatMap((key) =>
    listAt(isObject(value[key]) ? value[key] : value, isObject(value[key]) ? "items" : key, `${where}: $`).map(
      (one, index) => {
        const at = `${where}: $["${key}"][${index}]`;
        return { message: mustBeObject(one, at), at };
      },
    ),
  );
}

/** What is around the items of a list: nothing of its own. */
function isListEnd(value: unknown): boolean {
  if (Array.isArray(value)) return true;
  return (
    isObject(value) && Array.isArray(value.items) && (value.kind === undefined || /List$/.test(textOf(value.kind)))
  );
}

function detect(sniff: Sniff): number {
  if (sniff.shape !== "json" && sniff.shape !== "jsonl" && sniff.shape !== "yaml") return 0;
  if (kindPattern.test(sniff.text) && /aquasecurity\.github\.io\//.test(sniff.text)) return 92;
  if (sniff.keys.some((key) => resource.test(key))) return 90;
  if (sniff.keys.includes("operatorObject") && sniff.keys.includes("verb")) return 90;
  const report =
    /"report"\s*:\s*\{/.test(sniff.text) && /"(?:trivy-operator|starboard)\.resource\.kind"/.test(sniff.text);
  return report && sniff.keys.includes("metadata") ? 80 : 0;
}
