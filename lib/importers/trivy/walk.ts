import type { EntryMark } from "../entry-memory";
import { type JsonPath, type JsonPiece, type KnownPiece, showPath } from "../stream/json";
import { ImportError } from "../types";
import { isObject, type Json, listAt, mustBeObject } from "./guards";

/** Lists of findings (and of what is none) in a result. */
export const entryLists = [
  "Vulnerabilities",
  "Misconfigurations",
  "Secrets",
  "Licenses",
  "Packages",
  "CustomResources",
  "ExperimentalModifiedFindings",
] as const;
export type EntryList = (typeof entryLists)[number];

/** Where `trivy k8s` keeps its resources: since 0.31, `--report summary`, before 0.31 (the last two). */
const resourceLists = ["Resources", "Findings", "Vulnerabilities", "Misconfigurations"] as const;

/** A report within an attestation (`--format cosign-vuln`), and that within an in-toto statement. */
const wrappers = [[], ["scanner", "result"], ["predicate", "scanner", "result"]];

/** Arrays to split, for `splitJson`. */
export const arrays: string[][] = [
  [],
  ...entryLists.map((list) => ["*", list]),
  ...entryLists.map((list) => ["*", "Results", "*", list]),
  ...wrappers.flatMap((wrapper) => entryLists.map((list) => [...wrapper, "Results", "*", list])),
  ...entryLists.map((list) => ["Results", "*", "Results", "*", list]),
  ...resourceLists.flatMap((name) => entryLists.map((list) => [name, "*", "Results", "*", list])),
];

/** What the walk tells: a document, in it groups (resources or controls) or none, in them results, in them entries. */
export interface Visitor {
  /** `head` is live: keys that stand behind the results appear in it later. */
  document(head: Json): void;
  group(head: Json, list: string, where: string): void;
  result(head: Json, where: string): void;
  /** `mark`: what the next report that has the same bytes knows it by. */
  entry(list: EntryList, value: unknown, where: string, mark?: EntryMark): void;
  /** A vulnerability that a memory knows by this number. */
  known(entry: number, bytes: Buffer): void;
  /** The whole result, or what is left of it. */
  endResult(result: Json, where: string): void;
  endGroup(): void;
  endDocument(rest: unknown): void;
}

/** Most entries of a giant result that may stand before its `Target`. */
const maxEarly = 20_000;

interface OpenResult {
  head: Json;
  /** The visitor knows of it: its target was read. */
  told: boolean;
  early: { list: EntryList; value: unknown; where: string }[];
}

const isReport = (value: Json) => value.SchemaVersion !== undefined || (Array.isArray(value.Results) && !value.Target);
const isControl = (value: Json) =>
  value.Target === undefined && (value.Results !== undefined || value.Name !== undefined);

/** The report in an attestation; any other document as it is. */
function inner(document: unknown): unknown {
  let at: unknown = document;
  for (const key of ["predicate", "scanner", "result"]) if (isObject(at) && isObject(at[key])) at = at[key];
  return at;
}

/** Makes one sequence of calls of the pieces, whether an element came whole or opened. */
export class Walk {
  private inDocument = false;
  private inRootList = false;
  /** The root list holds whole reports: it is no report itself. */
  private seenReport = false;
  private groupOpen = false;
  private result: OpenResult | null = null;

  constructor(private readonly visitor: Visitor) {}

  piece(piece: JsonPiece | KnownPiece): void {
    if (piece.type === "known") {
      this.visitor.known(piece.entry, piece.bytes);
      return;
    }
    const path = this.normal(piece.path);
    if (piece.type === "list") this.list(path, piece.head, piece.path);
    else if (piece.type === "element")
      this.element(path, piece.value, showPath(piece.path), piece.mark as EntryMark | undefined);
    else this.rest(path, piece.value, showPath(piece.path));
  }

  /**
   * Paths as in a plain report, whatever is around it: `[Results, 0, Vulnerabilities, 7]`, `[Resources, 3, Results, 0]`.
   * The elements of a bare list are results (before 0.20), unless they have `Results` themselves.
   */
  private normal(path: JsonPath): JsonPath {
    if (this.inRootList) return path[1] === "Results" ? path.slice(1) : path.length > 0 ? ["Results", ...path] : path;
    const start = path.indexOf("result");
    return start === 1 || start === 2 ? path.slice(start + 1) : path;
  }

  private list(path: JsonPath, head: unknown, full: JsonPath): void {
    if (path.length === 0) {
      this.inRootList = true;
      return;
    }
    const where = showPath(full.slice(0, -1));
    if (path.length === 1) this.begin(inner(head));
    else if (path.length === 3 && path[2] === "Results") {
      this.groupOpen = true;
      this.visitor.group(mustBeObject(head, where), path[0] as string, where);
    } else if (!this.result) {
      this.begin({});
      this.result = { head: mustBeObject(head, where), told: false, early: [] };
      this.tell(this.result, where);
    }
  }

  private element(path: JsonPath, value: unknown, where: string, mark?: EntryMark): void {
    const list = path[path.length - 2] as string;
    if (path.length === 2 && this.inRootList && isObject(value) && isReport(value)) this.wholeDocument(value, where);
    else if (path.length === 2) this.wholeMember(value, list, where);
    else if (list === "Results") this.wholeResult(value, where);
    else if (this.result) this.entry(this.result, list as EntryList, value, where, mark);
  }

  /** What is left of an opened element, or the end of the document. */
  private rest(path: JsonPath, value: unknown, where: string): void {
    if (path.length === 0) {
      this.finish(value);
      this.inRootList = false;
      this.seenReport = false;
    } else if (this.result) {
      const { early, told } = this.result;
      this.result = null;
      const result = mustBeObject(value, where);
      if (!told) this.visitor.result(result, where);
      for (const entry of early) this.visitor.entry(entry.list, entry.value, entry.where);
      this.visitor.endResult(result, where);
    } else if (path.length === 4) {
      // Large enough to be opened, but with none of the lists inside.
      this.wholeResult(value, where);
    } else if (this.groupOpen) {
      this.groupOpen = false;
      this.visitor.endGroup();
    } else if (this.inRootList && isObject(value) && isReport(value)) {
      this.seenReport = true;
      this.finish(value);
    } else this.wholeMember(value, path[0] as string, where);
  }

  private begin(head: unknown): void {
    if (this.inDocument) return;
    this.inDocument = true;
    this.visitor.document(isObject(head) ? head : {});
  }

  private finish(rest: unknown): void {
    if (this.seenReport && !this.inDocument && Array.isArray(rest)) return;
    this.begin(inner(rest));
    this.inDocument = false;
    this.visitor.endDocument(rest);
  }

  private tell(result: OpenResult, where: string): void {
    if (result.head.Target === undefined) return;
    result.told = true;
    this.visitor.result(result.head, where);
  }

  private entry(result: OpenResult, list: EntryList, value: unknown, where: string, mark?: EntryMark): void {
    if (result.told) {
      this.visitor.entry(list, value, where, mark);
      return;
    }
    result.early.push({ list, value, where });
    if (result.early.length > maxEarly) {
      throw new ImportError("too_large", "this result names its target only after its findings", where);
    }
  }

  private wholeDocument(value: Json, where: string): void {
    this.seenReport = true;
    this.begin(value);
    for (const [index, member] of listAt(value, "Results", where).entries()) {
      this.wholeMember(member, "Results", `${where}.Results[${index}]`);
    }
    this.finish(value);
  }

  /** An element of `Results` is a result or, in a compliance report, a control with results of its own. */
  private wholeMember(value: unknown, list: string, where: string): void {
    this.begin({});
    const member = mustBeObject(value, where);
    if (list === "Results" && !isControl(member)) {
      this.wholeResult(member, where);
      return;
    }
    this.visitor.group(member, list, where);
    for (const [index, result] of listAt(member, "Results", where).entries()) {
      this.wholeResult(result, `${where}.Results[${index}]`);
    }
    this.visitor.endGroup();
  }

  private wholeResult(value: unknown, where: string): void {
    const result = mustBeObject(value, where);
    this.visitor.result(result, where);
    for (const list of entryLists) {
      const entries = listAt(result, list, where);
      for (let index = 0; index < entries.length; index++) {
        this.visitor.entry(list, entries[index], `${where}.${list}[${index}]`);
      }
    }
    this.visitor.endResult(result, where);
  }
}
