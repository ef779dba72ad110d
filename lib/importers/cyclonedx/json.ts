import { type JsonPiece, showPath } from "../stream/json";
import { isObject, type Json, mustBeObject, wrong } from "../trivy/guards";
import { ImportError } from "../types";
import type { BomReader } from "./reader";

/** Lists that are read element by element, or not at all and may be large. */
const lists = [
  "components",
  "vulnerabilities",
  "services",
  "dependencies",
  "compositions",
  "annotations",
  "formulation",
];

/** A bill may be the predicate of an attestation (in-toto), or its `Data` (cosign before 2). */
const wrappers = [[], ["predicate"], ["predicate", "Data"]];

/** Arrays to split, for `splitJson`. */
export const bomArrays: string[][] = wrappers.flatMap((wrapper) => lists.map((list) => [...wrapper, list]));

/** Hands the pieces of JSON documents to the reader. */
export class BomPieces {
  constructor(private readonly reader: BomReader) {}

  piece(piece: JsonPiece): void {
    const { path } = piece;
    if (piece.type === "rest") {
      if (path.length === 0) this.end(piece.value);
      return;
    }
    const list = path[path.length - (piece.type === "list" ? 1 : 2)];
    if (piece.type === "list") {
      // Live: what stands behind is seen at the end.
      if (isObject(piece.head)) this.reader.metadata(piece.head.metadata);
      if (list === "vulnerabilities") this.reader.vulnerabilities();
    } else if (list === "components") this.reader.component(mustBeObject(piece.value, showPath(path)));
    else if (list === "vulnerabilities") this.reader.vulnerability(mustBeObject(piece.value, showPath(path)));
    else if (list === "services") this.reader.service(mustBeObject(piece.value, showPath(path)));
  }

  private end(value: unknown): void {
    const bom = inner(mustBeObject(value, "the document"));
    if (!isBom(bom)) throw new ImportError("malformed", "expected a CycloneDX bill of materials", "the document");
    for (const list of ["components", "vulnerabilities", "services"]) {
      const given = bom[list];
      if (given !== undefined && given !== null && !Array.isArray(given)) throw wrong("a list", given, list);
    }
    this.reader.metadata(bom.metadata);
    this.reader.end();
  }
}

function inner(document: Json): Json {
  const predicate = isObject(document.predicate) ? document.predicate : document;
  return isObject(predicate.Data) ? predicate.Data : predicate;
}

const isBom = (bom: Json) =>
  ["bomFormat", "specVersion", "components", "vulnerabilities", "metadata"].some((key) => bom[key] !== undefined);
