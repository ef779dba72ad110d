import { GrypeReader } from "./grype/reader";
import { arrays } from "./grype/shape";
import { splitJson } from "./stream/json";
import { ImportError, type Importer, type ImportOptions, type Item, type Sniff } from "./types";

/**
 * JSON of Grype (`-o json`): every version since 0.1, of images, directories, files and bills of materials; the image
 * scans of Kubescape, which prints the same; attestations around it; several documents in a file.
 */
export const grype: Importer = {
  format: "grype",
  detect,
  parse: (source, options) => parseGrype(source, options),
  about: {
    tool: "Grype",
    target: "image, repository, or node (`--node`)",
    classes: ["vulnerability"],
    completeness:
      "a target is known, and it is no scan of single packages. What narrows the run (only fixed, left out paths) is part of the profile",
    date: "descriptor.timestamp (since 0.48); none in older reports",
    units: ["image", "repository", "node"],
  },
};

/**
 * The items of a file. `unitBytes`: documents of a list above this size are read match by match (for tests).
 * Throws ImportError for what is empty, no JSON or no Grype report.
 */
export async function* parseGrype(
  source: AsyncIterable<Uint8Array>,
  options: ImportOptions,
  unitBytes?: number,
): AsyncGenerator<Item> {
  const reader = new GrypeReader(options);
  let empty = true;
  for await (const piece of splitJson(source, {
    arrays,
    many: true,
    ...(unitBytes === undefined ? {} : { unitBytes }),
  })) {
    empty = false;
    reader.piece(piece);
    if (reader.out.length > 0) yield* reader.out.splice(0);
  }
  if (empty) throw new ImportError("malformed", "the file is empty: did the scan fail?");
}

function detect({ shape, keys, root, text }: Sniff): number {
  if (shape !== "json" && shape !== "jsonl") return 0;
  const has = (key: string) => keys.includes(key);
  const match =
    /"(?:matchDetails|relatedVulnerabilities)"\s*:/.test(text) ||
    (/"vulnerability"\s*:/.test(text) && /"artifact"\s*:/.test(text));
  // Before 0.1 had a name for it, and as `jq .matches` gives it.
  if (root === "array" && has("vulnerability") && has("artifact")) return match ? 90 : 70;
  const around = ["descriptor", "distro", "ignoredMatches"].some(has);
  const source = has("source") && /"type"\s*:\s*"(?:image|directory|file|sbom-file|purl|unknown)"/.test(text);
  if (has("matches")) return match || around ? 95 : source ? 80 : 0;
  if (root === "object" && has("descriptor") && has("source") && /"name"\s*:\s*"grype"/.test(text)) return 85;
  const wrapped = has("scanner") || has("predicate");
  return wrapped && /"uri":\s*"pkg:github\/anchore\/grype/.test(text) ? 85 : 0;
}
