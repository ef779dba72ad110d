import { configurationScan } from "./kubescape/operator/configuration-scan";
import { contentOf } from "./kubescape/operator/object";
import { vulnerabilityManifest } from "./kubescape/operator/vulnerability-manifest";
import { documents } from "./stream/documents";
import { isObject, mustBeObject, textOf } from "./trivy/guards";
import { ImportError, type Importer, type Item, type SkippedItem, type Sniff } from "./types";

/** The API server of the operator's storage keeps objects of any size. */
const limits = { maxJsonBytes: 64 * 1024 * 1024, maxYamlBytes: 16 * 1024 * 1024 };

/**
 * What Kubescape's operator stores in its cluster: configuration scans of workloads and vulnerability manifests of
 * images, as one object, a List, JSON lines or YAML of any number of documents. Each object is a scope of its own.
 */
export const kubescapeOperator: Importer = {
  format: "kubescape-operator",
  detect,
  async *parse(source, options) {
    let ref = 0;
    let headed = false;
    let others = "";
    let documentsSeen = 0;
    const skips = new Map<string, SkippedItem>();
    const count = (item: SkippedItem) => {
      const key = `${item.reason}\n${item.raw === undefined ? "" : item.rawSeverity}`;
      const known = skips.get(key);
      if (!known) skips.set(key, { ...item });
      else {
        known.count += item.count;
        if (known.raw !== undefined) known.raw += item.raw ?? 0;
      }
    };
    for await (const { value, where, item, document } of documents(source, limits)) {
      documentsSeen = document + 1;
      if (!item && isListEnd(value)) continue;
      const object = mustBeObject(value, where);
      const content = contentOf(object);
      if (!content) {
        others ||= textOf(object.kind) || "an object without a kind";
        count({ type: "skipped", reason: "object that is no report of findings", count: 1 });
        continue;
      }
      if (!headed) yield header;
      headed = true;
      const read = content === "configuration" ? configurationScan : vulnerabilityManifest;
      for (const made of read(object, options, ref, `${where}: $`)) {
        if (made.type === "skipped") count(made);
        else yield made;
        if (made.type === "scope") ref = made.ref + 1;
      }
    }
    if (documentsSeen === 0) throw new ImportError("malformed", "the file is empty");
    if (!headed && others !== "") {
      throw new ImportError("malformed", `expected reports of Kubescape's operator, found ${others}`);
    }
    if (!headed) yield header;
    yield* skips.values();
  },
  about: {
    tool: "Kubescape's operator",
    target: "the object that the labels name; the image of a vulnerability manifest",
    classes: ["misconfiguration", "rbac", "infra", "vulnerability"],
    completeness:
      "each object for itself: a configuration scan closes only controls that passed or failed; a manifest of the packages in use is a profile of its own",
    date: "spec.metadata.report.createdAt of vulnerability manifests; none in configuration scans",
    units: ["workload", "service_account", "node", "image"],
  },
};

/** Each object has a time of its own, if any. */
const header: Item = { type: "header", tool: "kubescape", toolVersion: null, semantics: "snapshot", observedAt: null };

/** What is around the items of a list: nothing of its own. */
function isListEnd(value: unknown): boolean {
  if (Array.isArray(value)) return true;
  return (
    isObject(value) && Array.isArray(value.items) && (value.kind === undefined || /List$/.test(textOf(value.kind)))
  );
}

function detect({ shape, text }: Sniff): number {
  if (shape === "xml" || shape === "text") return 0;
  if (!/["']?apiVersion["']?\s*:\s*["']?spdx\.softwarecomposition\.kubescape\.io\//.test(text)) return 0;
  return /["']?kind["']?\s*:\s*["']?(?:WorkloadConfigurationScan|VulnerabilityManifest)(?:List)?\b(?!S)/.test(text)
    ? 95
    : 0;
}
