import { ImportError } from "../types";
import { splitJson } from "./json";
import { yamlDocuments } from "./yaml-documents";

/** One value of a file of many. */
export interface DocumentPiece {
  value: unknown;
  /** `line 12`: where it begins, for messages. */
  where: string;
  /** Number of the document in the file, from 0. */
  document: number;
  /**
   * True for an element of a list: of the `items` of a document, or of a document that is an array.
   * The document itself follows its elements, with `items: []` (or as `[]`).
   */
  item: boolean;
  /** For an item: the document as far as it was read before its items (`kind` may come later). */
  head: unknown;
}

export interface DocumentLimits {
  /** Most bytes of one JSON value. Default 32 MiB. */
  maxJsonBytes?: number;
  /** Most bytes of one YAML document or list item. Default 4 MiB; Kubernetes keeps objects below 1.5 MiB. */
  maxYamlBytes?: number;
}

/**
 * Reads a file that holds one value or many: a JSON document, JSON lines, JSON documents one after another,
 * or YAML with any number of documents. Lists (`items`, top-level arrays) come element by element, so that
 * memory doesn't grow with the file. Nothing but blank or comment lines: yields nothing.
 *
 *     for await (const { value, where, item } of documents(source)) …
 *
 * Errors are `ImportError` "malformed" with the line, or "too_large". What stood before the error was yielded.
 */
export async function* documents(
  source: AsyncIterable<Uint8Array>,
  limits: DocumentLimits = {},
): AsyncGenerator<DocumentPiece, void, undefined> {
  const { all, json } = await startsLikeJson(source);
  if (!json) {
    yield* yamlDocuments(all, limits.maxYamlBytes ?? 4 * 1024 * 1024);
    return;
  }
  const max = limits.maxJsonBytes ?? 32 * 1024 * 1024;
  const arrays = [["items"], []];
  let head: unknown = null;
  for await (const piece of splitJson(all, { arrays, many: true, maxElementBytes: max, maxRestBytes: max })) {
    const { document } = piece;
    if (piece.type === "list") head = piece.path.length === 0 ? null : piece.head;
    else yield { value: piece.value, where: `line ${piece.line}`, document, item: piece.type === "element", head };
    if (piece.type === "rest") head = null;
  }
}

/** JSON begins with a bracket; everything else is read as YAML. */
async function startsLikeJson(source: AsyncIterable<Uint8Array>) {
  const reader = source[Symbol.asyncIterator]();
  const seen: Uint8Array[] = [];
  let first: number | undefined;
  while (first === undefined) {
    const next = await reader.next();
    if (next.done) break;
    seen.push(next.value);
    if (seen.length > 4096) throw new ImportError("malformed", "the file begins with nothing but blanks", "line 1");
    first = next.value.find((byte) => byte > 0x20);
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
  return { all: all(), json: first === 0x7b || first === 0x5b };
}
