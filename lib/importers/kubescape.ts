import { KubescapeReader } from "./kubescape/reader";
import { arrays } from "./kubescape/shape";
import { splitJson } from "./stream/json";
import { ImportError, type Importer, type ImportOptions, type Item, type Sniff } from "./types";

/**
 * JSON of Kubescape (`--format json`), of a cluster or of files: both versions of the format, the reports of single
 * frameworks before it, whole or in chunks one after another. Its image scans are Grype's JSON, and read as that.
 */
export const kubescape: Importer = {
  format: "kubescape",
  detect,
  parse: (source, options) => parseKubescape(source, options),
  about: {
    tool: "Kubescape",
    target:
      "each object of the cluster, folded to its controller, nodes and the cluster itself; for scanned files their repository",
    classes: ["misconfiguration", "rbac", "infra"],
    completeness:
      "the results list as many failed checks as the summary counts, all objects could be read, and of files the repository is known; closes only controls that passed or failed on the object",
    date: "generationTime",
    units: ["workload", "service_account", "node", "control_plane", "namespace", "repository"],
  },
};

/**
 * The items of a file. `unitBytes`: elements above this size are read piece by piece (for tests; see `splitJson`).
 * Throws ImportError for what is empty, no JSON or no report of Kubescape.
 */
export async function* parseKubescape(
  source: AsyncIterable<Uint8Array>,
  options: ImportOptions,
  unitBytes?: number,
): AsyncGenerator<Item> {
  const reader = new KubescapeReader(options);
  let empty = true;
  for await (const piece of splitJson(source, {
    arrays,
    many: true,
    maxRestBytes: 64 * 1024 * 1024,
    ...(unitBytes === undefined ? {} : { unitBytes }),
  })) {
    empty = false;
    reader.piece(piece);
    for (const ready of reader.out.splice(0)) yield* ready;
  }
  if (empty) throw new ImportError("malformed", "the file is empty: did the scan fail?");
  reader.end();
  for (const ready of reader.out) yield* ready;
}

/** Keys that only Kubescape's reports have, of which some stand in the first few of every version. */
const own = ["customerGUID", "clusterAPIServerInfo", "clusterCloudProvider", "summaryDetails", "paginationInfo"];

function detect({ shape, keys, text }: Sniff): number {
  if (shape !== "json" && shape !== "jsonl") return 0;
  const has = (key: string) => keys.includes(key);
  if (own.filter(has).length >= 2) return 95;
  if (has("controlReports") && /"(?:ruleReports|controlID|id)"\s*:/.test(text)) return 90;
  const results = has("results") || has("resources") || has("summaryDetails") || has("frameworks");
  return results && /"(?:resourceID|scoreFactor|ruleReports)"\s*:/.test(text) && /"controlID"\s*:/.test(text) ? 85 : 0;
}
