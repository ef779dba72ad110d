import type { EntryMemory } from "./entry-memory";
import { recallJson, splitJson } from "./stream/json";
import { aimOf, KnownVulnerabilities } from "./trivy/known";
import { ReportReader } from "./trivy/report";
import { arrays, Walk } from "./trivy/walk";
import { ImportError, type Importer, type ImportOptions, type Item, type Sniff } from "./types";

/**
 * JSON of Trivy (`--format json`): every version since 0.1, every command (image, fs, rootfs, repo, config, sbom, vm,
 * k8s, aws), compliance reports and attestations (`cosign-vuln`). A file may hold several reports one after another.
 */
export const trivy: Importer = {
  format: "trivy",
  stamps: ["CreatedAt", "ReportID"],
  detect,
  aim: aimOf,
  parse: (source, options, memory) => parseTrivy(source, options, undefined, memory),
  about: {
    tool: "Trivy",
    target: "image, repository, node (`--node`), or the objects and images of a cluster (`trivy k8s`)",
    classes: ["vulnerability", "misconfiguration", "secret", "rbac", "infra", "compliance", "inventory"],
    completeness:
      "a class that has a result, unless the summary counts more failed checks than are listed, the scan of a resource " +
      "failed, or packages are listed beside other scanners without any vulnerability",
    date: "CreatedAt (since 0.48); none in older reports and in `trivy k8s`",
    units: ["image", "repository", "workload", "node"],
  },
};

/**
 * The items of a file. `unitBytes`: results above this size are read entry by entry (for tests; see `splitJson`).
 * With a memory all are, and what it knows is not parsed. Throws ImportError for what is empty, no JSON or no Trivy
 * report, and Doubt.
 */
export async function* parseTrivy(
  source: AsyncIterable<Uint8Array>,
  options: ImportOptions,
  unitBytes?: number,
  memory?: EntryMemory,
): AsyncGenerator<Item> {
  const reader = new ReportReader(options, memory);
  const walk = new Walk(reader);
  const known = memory && new KnownVulnerabilities(memory);
  const plain = { arrays, many: true, ...(unitBytes === undefined ? {} : { unitBytes }) };
  const pieces = known
    ? recallJson(source, { ...plain, unitBytes: 0, memory: (path, head) => known.within(path, head) })
    : splitJson(source, plain);
  let empty = true;
  for await (const piece of pieces) {
    empty = false;
    walk.piece(piece);
    if (reader.out.length > 0) yield* reader.out.splice(0);
  }
  known?.confirm();
  if (empty) throw new ImportError("malformed", "the file is empty: did the scan fail?");
}

function detect(sniff: Sniff): number {
  if (sniff.shape !== "json" && sniff.shape !== "jsonl") return 0;
  const keys = new Set(sniff.keys);
  if (sniff.root === "array") return keys.has("Target") && (keys.has("Vulnerabilities") || keys.has("Type")) ? 90 : 0;
  const named = ["SchemaVersion", "ArtifactName", "ArtifactType"].every((k) => keys.has(k));
  if (named && (keys.has("Results") || keys.has("Metadata"))) return 100;
  if (keys.has("SchemaVersion") && ["ArtifactName", "ArtifactType", "Results", "Metadata"].some((k) => keys.has(k)))
    return 95;
  if (keys.has("ArtifactName") && keys.has("ArtifactType")) return 90;
  const lists = ["Resources", "Findings", "Vulnerabilities", "Misconfigurations"];
  if (keys.has("ClusterName") && (lists.some((k) => keys.has(k)) || (sniff.whole && keys.size === 1))) return 90;
  if (keys.has("SummaryControls")) return 85;
  if (keys.has("ID") && keys.has("Title") && keys.has("RelatedResources")) return 85;
  // What somebody cut out of a report.
  if (
    keys.has("Results") &&
    /"Target":/.test(sniff.text) &&
    /"(?:VulnerabilityID|MisconfSummary|Class)":/.test(sniff.text)
  )
    return 80;
  const wrapped = keys.has("scanner") || keys.has("predicate");
  return wrapped && /"uri":\s*"pkg:github\/aquasecurity\/trivy/.test(sniff.text) ? 85 : 0;
}
