import { BomPieces, bomArrays } from "./cyclonedx/json";
import { BomReader } from "./cyclonedx/reader";
import { readXml } from "./cyclonedx/xml";
import { splitJson } from "./stream/json";
import { ImportError, type Importer, type ImportOptions, type Item, type Sniff } from "./types";

/**
 * CycloneDX 1.0 to 1.7, JSON and XML: bills of materials, with vulnerabilities (since 1.4, or by the extension before
 * it), vulnerability reports and VEX documents of any tool, also within an attestation.
 */
export const cyclonedx: Importer = {
  format: "cyclonedx",
  detect,
  parse: (source, options) => parseCycloneDx(source, options),
  about: {
    tool: "any tool that writes CycloneDX (Syft, Grype, Trivy, cdxgen, Dependency-Track, …)",
    target:
      "`metadata.component`: the image, or the repository that it names; what is given (`--repository`, `--image`) where that is only a name",
    classes: ["vulnerability", "misconfiguration", "inventory"],
    completeness:
      "the target is known and there is a list of vulnerabilities, if only an empty one; not a VEX document without components. Without such a list it is inventory and closes no finding",
    date: "metadata.timestamp",
    units: ["image", "repository"],
  },
};

/** The items of a file. Throws ImportError for what is empty, neither JSON nor XML, or no bill of materials. */
export async function* parseCycloneDx(source: AsyncIterable<Uint8Array>, options: ImportOptions): AsyncGenerator<Item> {
  const { first, all } = await firstCharacter(source);
  const reader = new BomReader(options);
  if (first === "<") {
    for await (const _ of readXml(all, reader)) if (reader.out.length > 0) yield* reader.out.splice(0);
    yield* reader.out.splice(0);
    return;
  }
  const pieces = new BomPieces(reader);
  let empty = true;
  for await (const piece of splitJson(all, { arrays: bomArrays, many: true })) {
    empty = false;
    pieces.piece(piece);
    if (reader.out.length > 0) yield* reader.out.splice(0);
  }
  if (empty) throw new ImportError("malformed", "the file is empty: did the tool fail?");
}

/** The first character that is no blank, and the whole source. */
async function firstCharacter(source: AsyncIterable<Uint8Array>) {
  const reader = source[Symbol.asyncIterator]();
  const seen: Uint8Array[] = [];
  let first = "";
  while (first === "") {
    const next = await reader.next();
    if (next.done) break;
    seen.push(next.value);
    first = /\S/.exec(Buffer.from(next.value).toString("latin1"))?.[0] ?? "";
  }
  async function* all(): AsyncGenerator<Uint8Array> {
    try {
      yield* seen.splice(0);
      for (;;) {
        const next = await reader.next();
        if (next.done) return;
        yield next.value;
      }
    } finally {
      await reader.return?.();
    }
  }
  return { first, all: all() };
}

function detect(sniff: Sniff): number {
  const { text, shape, root } = sniff;
  if (shape === "xml") {
    const tag = /<(?:[\w.-]+:)?bom\b[^>]*>/.exec(text)?.[0] ?? "";
    return /cyclonedx\.org\/schema\//.test(tag) ? 97 : 0;
  }
  if ((shape !== "json" && shape !== "jsonl") || root !== "object") return 0;
  const keys = new Set(sniff.keys);
  if (keys.has("bomFormat") && /"bomFormat"\s*:\s*"CycloneDX"/.test(text)) return 97;
  if (keys.has("$schema") && /"\$schema"\s*:\s*"[^"]*cyclonedx\.org/.test(text)) return 95;
  if (keys.has("predicate") || keys.has("predicateType")) {
    return /"predicateType"\s*:\s*"https?:\/\/(?:www\.)?cyclonedx\.org/.test(text) ? 90 : 0;
  }
  return keys.has("specVersion") && (keys.has("components") || keys.has("vulnerabilities")) ? 75 : 0;
}
