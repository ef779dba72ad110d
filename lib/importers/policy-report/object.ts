import type { DocumentPiece } from "../stream/documents";
import { isObject, type Json, mustBeObject, textOf } from "../trivy/guards";

/** `"kind": "PolicyReport"` and the like, in JSON or YAML. */
export const reportPattern = /["']?kind["']?\s*:\s*["']?(?:Cluster)?(?:Policy)?Report(?:List)?\b/;

const kinds = /^(Cluster)?(Policy)?Report$/;

/** A report as it stands in the file. */
export interface Found {
  /** null: an object of another kind. */
  report: Json | null;
  kind: string;
  deleted: boolean;
  /** `line 12`, for messages. */
  where: string;
}

/**
 * The reports of one document or list item: the object itself, the items of a list within, the object of a watch
 * message (`{"type": "ADDED", "object": …}`). Lists of the API leave out the kind of their items.
 */
export function* reportsIn({ value, where, item, head }: DocumentPiece): Generator<Found> {
  if (value === null || (!item && Array.isArray(value))) return;
  const object = mustBeObject(value, where);
  // The end of a list whose items came before; and of an empty one.
  if (!item && isList(object) && (!Array.isArray(object.items) || object.items.length === 0)) return;
  yield* unwrap(object, isObject(head) ? textOf(head.kind) : "", where);
}

function* unwrap(object: Json, listKind: string, where: string): Generator<Found> {
  if (isList(object)) {
    const kind = textOf(object.kind);
    for (const one of Array.isArray(object.items) ? object.items : [])
      yield* unwrap(mustBeObject(one, where), kind, where);
    return;
  }
  const message = typeof object.type === "string" && isObject(object.object) && object.kind === undefined;
  const report = message ? (object.object as Json) : object;
  const kind = textOf(report.kind) || listKind.replace(/List$/, "");
  const known = kinds.test(kind) || (kind === "" && Array.isArray(report.results) && isObject(report.metadata));
  yield {
    report: known ? { ...report, kind: kind || "PolicyReport" } : null,
    kind: kind || "an object without a kind",
    deleted: message && textOf(object.type).toUpperCase() === "DELETED",
    where,
  };
}

function isList(object: Json): boolean {
  const kind = textOf(object.kind);
  if (Array.isArray(object.items)) return kind === "" || /List$/.test(kind);
  return object.items === null && /List$/.test(kind);
}
