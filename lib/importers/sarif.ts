import { SarifReader, sarifArrays } from "./sarif/reader";
import { splitJson } from "./stream/json";
import { ImportError, type Importer, type ImportOptions, type Item, type Sniff } from "./types";

/**
 * SARIF, the interchange format of static analysis: 2.1.0 with its errata, and the drafts and versions around it
 * (1.0.0, 2.0.0, 2.2), of any tool. A log has any number of runs, each of a tool of its own.
 */
export const sarif: Importer = {
  format: "sarif",
  detect,
  parse: (source, options) => parseSarif(source, options),
  about: {
    tool: "any tool that writes SARIF (CodeQL, Semgrep, Trivy, Checkov, …)",
    target:
      "the repository of `versionControlProvenance`, the image that Trivy or Grype name, else what is given (`--repository`, `--image`, `--asset`)",
    classes: ["vulnerability", "misconfiguration", "secret", "malware", "weakness"],
    completeness:
      "a run that has results (or an empty list) and whose invocations did not fail; where it describes rules without results, for the rules it describes. " +
      "The category of `automationDetails` is a profile of its own",
    date: "the end of the first run's invocations; none in many tools' files",
    units: ["repository", "image"],
  },
};

/**
 * The items of a file. `unitBytes`: runs above this size are read result by result (for tests; see `splitJson`).
 * Throws ImportError for what is empty, no JSON or no SARIF log.
 */
export async function* parseSarif(
  source: AsyncIterable<Uint8Array>,
  options: ImportOptions,
  unitBytes?: number,
): AsyncGenerator<Item> {
  const reader = new SarifReader(options);
  let empty = true;
  const limits = { maxElementBytes: 64 * 1024 * 1024, maxRestBytes: 64 * 1024 * 1024 };
  const split = { arrays: sarifArrays, many: true, ...limits, ...(unitBytes === undefined ? {} : { unitBytes }) };
  for await (const piece of splitJson(source, split)) {
    empty = false;
    reader.piece(piece);
    if (reader.out.length > 0) yield* reader.out.splice(0);
  }
  if (empty) throw new ImportError("malformed", "the file is empty: did the tool fail?");
}

function detect(sniff: Sniff): number {
  if ((sniff.shape !== "json" && sniff.shape !== "jsonl") || sniff.root !== "object") return 0;
  const keys = new Set(sniff.keys);
  const schema = keys.has("$schema") && /"\$schema"\s*:\s*"[^"]*sarif/i.test(sniff.text);
  if (schema) return 96;
  if (!keys.has("runs") || !/"runs"\s*:\s*(?:\[|null)/.test(sniff.text)) return 0;
  if (/"runs"\s*:\s*\[\s*\{[\s\S]{0,60000}?"(?:driver|tool|results)"\s*:/.test(sniff.text)) return 92;
  return keys.has("version") && /"version"\s*:\s*"[12]\./.test(sniff.text) ? 85 : 0;
}
