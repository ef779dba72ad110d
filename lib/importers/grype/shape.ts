import type { JsonPath } from "../stream/json";
import { isObject, type Json } from "../trivy/guards";

/** Lists of matches in a document. */
export const lists = ["matches", "ignoredMatches"] as const;
export type MatchList = (typeof lists)[number];

/** A document within an attestation (`cosign attest --type vuln`), and that within an in-toto statement. */
const wrappers = [[], ["scanner", "result"], ["predicate", "scanner", "result"]];

/** Arrays to split, for `splitJson`: a document, or a list of documents or matches. */
export const arrays: string[][] = [
  [],
  ...lists.map((list) => ["*", list]),
  ...wrappers.flatMap((wrapper) => lists.map((list) => [...wrapper, list])),
];

/** Which list of a document an element stands in; null for elements of the root list. */
export function listOf(path: JsonPath): MatchList | null {
  const key = path[path.length - 2];
  return lists.find((list) => list === key) ?? null;
}

/** The document in an attestation; any other as it is. */
export function inner(document: unknown): unknown {
  let at: unknown = document;
  for (const key of ["predicate", "scanner", "result"]) if (isObject(at) && isObject(at[key])) at = at[key];
  return at;
}

export const isMatch = (value: Json) => value.vulnerability !== undefined && value.matches === undefined;
