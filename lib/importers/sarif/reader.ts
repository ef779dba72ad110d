import type { JsonPiece } from "../stream/json";
import { showPath } from "../stream/json";
import { objectsOf } from "../text";
import { isObject, type Json, mustBeObject, textOf, wrong } from "../trivy/guards";
import { Scopes } from "../trivy/scopes";
import type { ImportOptions, Item } from "../types";
import { Rules } from "./rules";
import { Run, timeOf } from "./run";
import { toolOf } from "./tools";

/** Lists of a run that come apart: what is read of them, and what is not read at all and may be large. */
const runLists = [
  "results",
  "artifacts",
  "logicalLocations",
  "threadFlowLocations",
  "graphs",
  "addresses",
  "webRequests",
  "webResponses",
  "taxonomies",
  "translations",
];

/** Arrays to split, for `splitJson`. */
export const sarifArrays: string[][] = [...runLists.map((list) => ["runs", "*", list]), ["inlineExternalProperties"]];

/** Turns the pieces of a SARIF log into items; what is ready stands in `out`. */
export class SarifReader {
  readonly out: Item[] = [];
  private readonly scopes = new Scopes();
  private readonly warnings = new Set<string>();
  private run: Run | null = null;
  private runs = 0;
  private headed = false;

  constructor(private readonly options: ImportOptions) {}

  piece(piece: JsonPiece): void {
    const { path } = piece;
    const [list, , inner] = path;
    if (piece.type === "rest") {
      if (path.length === 0) this.endLog(piece.value);
      else if (list === "runs") this.endRun(mustBeObject(piece.value, showPath(path)));
    } else if (list !== "runs") return;
    else if (piece.type === "list") {
      if (path.length === 3 && !this.run) this.begin(mustBeObject(piece.head, showPath(path.slice(0, 2))));
    } else if (path.length === 2) this.wholeRun(mustBeObject(piece.value, showPath(path)), showPath(path));
    else if (inner === "results") this.result(piece.value, showPath(path));
    else if (inner === "artifacts") this.run?.artifact(piece.value);
    else if (inner === "logicalLocations") this.run?.logicalLocation(piece.value);
  }

  private begin(head: Json): Run {
    this.run = new Run(this.runs++, head, this.options, this.scopes, (message) => this.warn(message));
    return this.run;
  }

  private wholeRun(value: Json, where: string): void {
    const run = this.begin(value);
    const { results } = value;
    if (results !== undefined && results !== null && !Array.isArray(results))
      throw wrong("a list", results, `${where}.results`);
    for (const [index, result] of (results ?? []).entries()) run.result(result, `${where}.results[${index}]`);
    this.endRun(value);
  }

  private result(value: unknown, where: string): void {
    this.run?.result(value, where);
    if (this.run?.started && this.scopes.full) this.flush(this.run.head);
  }

  private endRun(rest: Json): void {
    const run = this.run ?? this.begin(rest);
    this.run = null;
    run.end(rest);
    this.flush(rest);
    this.scopes.forget();
  }

  /** The header goes first: the tool of the first run stands for the file. */
  private flush(run: Json | null): void {
    if (!this.headed) this.out.push(headerOf(run));
    this.headed = true;
    this.out.push(...this.scopes.flush());
    for (const message of this.warnings) this.out.push({ type: "warning", message });
    this.warnings.clear();
  }

  private endLog(value: unknown): void {
    const log = mustBeObject(value, "the document");
    if (this.runs === 0) this.warn("the log has no runs, so it closes nothing");
    if (log.runs !== null && !Array.isArray(log.runs)) throw wrong("a list", log.runs, "runs");
    this.flush(null);
    this.out.push(...this.scopes.skipped());
  }

  private warn(message: string): void {
    if (this.warnings.size < 20) this.warnings.add(message);
  }
}

function headerOf(run: Json | null): Item {
  const { driver } = new Rules({ tool: run?.tool });
  const version = textOf(driver.semanticVersion) || textOf(driver.version) || conversionVersion(run);
  return {
    type: "header",
    tool: run ? toolOf(textOf(driver.name)).name : "sarif",
    toolVersion: version.slice(0, 100) || null,
    semantics: "snapshot",
    observedAt: run ? timeOf(run) : null,
  };
}

/** A version may only stand with an extension that has the tool's own rules. */
function conversionVersion(run: Json | null): string {
  const tool = run && isObject(run.tool) ? run.tool : {};
  const [first] = objectsOf(tool.extensions);
  return first ? textOf(first.semanticVersion) || textOf(first.version) : "";
}
