import type { JsonPiece, KnownPiece } from "./json-path";
import { JsonSplitter, type RecallOptions, type SplitOptions } from "./json-splitter";

export { type JsonPath, type JsonPiece, type KnownPiece, showPath } from "./json-path";
export type { RecallOptions, SplitOptions };

/** Slices bound how much is parsed ahead of the reader, whatever the size of the chunks that come in. */
const sliceBytes = 256 * 1024;

/**
 * Reads JSON of any size with bounded memory: finds the elements of the arrays you name in the byte
 * stream and gives each to native `JSON.parse`. Everything else of the document comes at the end as `rest`.
 *
 *     for await (const piece of splitJson(source, {
 *       arrays: [["Results", "*", "Packages"], ["Results", "*", "Vulnerabilities"]],
 *     })) …
 *
 * An array is named by the keys that lead to it; `"*"` is any element of an array; `[]` is the root array.
 * A name with `"*"` names the arrays before each `"*"` too, so the above splits `Results` as well.
 *
 * Pieces come in document order:
 *
 * - `{type: "list", path: ["Results"], head}`: a named array begins. `head` is the enclosing value as far as
 *   it was read (named arrays are `[]` in it): for `["Results"]` the document's keys before `Results`.
 *   It is the live object: read it now, or keep it and see it grow.
 * - `{type: "element", path: ["Results", 0], value}`: a whole element. This is what you get for every element
 *   of at most `unitBytes`, inner lists included.
 * - An element above `unitBytes` that has named arrays inside is *opened* instead: no `element` for it, but
 *   `{type: "list", path: ["Results", 0, "Vulnerabilities"], head: {Target, Class, …}}`, then
 *   `{type: "element", path: ["Results", 0, "Vulnerabilities", 0], value}` …, and when it is over
 *   `{type: "rest", path: ["Results", 0], value}`: the element with the named arrays emptied.
 *   Keys that stand after the list are only known in `rest`.
 * - `{type: "rest", path: [], value}`: the document with the named arrays emptied. Always the last piece.
 *
 * So a reader handles `["Results", i]` as a unit, and `list`/`element`/`rest` below it for giants.
 * `unitBytes: 0` opens every element that can be opened.
 *
 * With `many`, documents may follow one another (JSON lines, concatenated JSON): each ends with its `rest`,
 * and `document` counts them; an empty source has none. Without it anything after the document is malformed.
 *
 * Duplicate keys: the last wins, as in `JSON.parse`; a named array that occurs twice in one object is malformed.
 * Errors are `ImportError` "malformed" with line and byte, or "too_large" for a single value above its limit.
 *
 * `source` yields UTF-8 bytes without a byte order mark (`decoded`).
 */
export function splitJson(
  source: AsyncIterable<Uint8Array>,
  options: SplitOptions,
): AsyncGenerator<JsonPiece, void, undefined> {
  return pieces(source, options) as AsyncGenerator<JsonPiece, void, undefined>;
}

/**
 * The same with a memory of elements: those that it knows come as `known` and are not parsed; their bytes were JSON
 * when it learnt them.
 */
export function recallJson(
  source: AsyncIterable<Uint8Array>,
  options: RecallOptions,
): AsyncGenerator<JsonPiece | KnownPiece, void, undefined> {
  return pieces(source, options);
}

async function* pieces(
  source: AsyncIterable<Uint8Array>,
  options: SplitOptions & Partial<RecallOptions>,
): AsyncGenerator<JsonPiece | KnownPiece, void, undefined> {
  const splitter = new JsonSplitter(options);
  for await (const chunk of source) {
    const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    for (let start = 0; start < bytes.length; start += sliceBytes) {
      for (const piece of splitter.push(bytes.subarray(start, start + sliceBytes))) yield piece;
    }
  }
  for (const piece of splitter.end()) yield piece;
}
