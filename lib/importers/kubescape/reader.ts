import { type JsonPath, type JsonPiece, showPath } from "../stream/json";
import { isObject, isoTime, type Json, listAt, mustBeObject, objectAt, textOf, wrong } from "../trivy/guards";
import type { ImportOptions, Item } from "../types";
import { FrameworkReader } from "./frameworks";
import { runItems } from "./items";
import { readResult } from "./results";
import { Run } from "./run";
import { gaps, readSummary } from "./summary";

const lists = ["resources", "results", "frameworks", "controlReports"] as const;

/** Turns the pieces of a Kubescape file into items; what is ready stands in `out`, to be made when it is taken. */
export class KubescapeReader {
  readonly out: Iterable<Item>[] = [];
  private run: Run;
  private frameworks: FrameworkReader | null = null;
  private inList = false;
  /** The run at hand has something in it. */
  private begun = false;
  private headed = false;
  private nextRef = 0;

  constructor(private readonly options: ImportOptions) {
    this.run = new Run(options.namespace ?? "");
  }

  piece(piece: JsonPiece): void {
    const { path } = piece;
    if (piece.type === "list") this.list(path, piece.head, showPath(path.slice(0, -1)));
    else if (piece.type === "element") this.element(path, piece.value, showPath(path));
    else this.rest(path, piece.value, showPath(path));
  }

  /** The file is over. */
  end(): void {
    if (this.begun) this.finish();
  }

  private get old(): FrameworkReader {
    this.frameworks ??= new FrameworkReader(this.run);
    return this.frameworks;
  }

  private list(path: JsonPath, head: unknown, where: string): void {
    if (path.length === 0) this.inList = true;
    else if (path.at(-1) === "controlReports") this.old.beginFramework(mustBeObject(head, where));
    else if (path.at(-1) === "ruleReports") this.old.beginControl(mustBeObject(head, where));
  }

  private element(path: JsonPath, value: unknown, where: string): void {
    switch (path.at(-2)) {
      case "resources":
        this.resource(value, where);
        break;
      case "results":
        readResult(mustBeObject(value, where), this.run, where);
        break;
      case "frameworks":
        this.old.wholeFramework(value, where);
        break;
      case "controlReports":
        this.old.control(value, where);
        break;
      case "ruleReports":
        this.old.rule(value, where);
        break;
      case "ruleResponses":
        this.old.response(value, where);
        break;
      default:
        this.whole(mustBeObject(value, where), where);
    }
  }

  private rest(path: JsonPath, value: unknown, where: string): void {
    const list = path.at(-2);
    if (list === "controlReports") this.old.endControl(mustBeObject(value, where));
    else if (path.length === 0 && this.inList) this.endList();
    else if (list === undefined) this.document(mustBeObject(value, where), where);
  }

  private resource(value: unknown, where: string): void {
    const resource = mustBeObject(value, where);
    this.run.resource(textOf(resource.resourceID), resource);
  }

  /** An element of the root list that came whole. */
  private whole(document: Json, where: string): void {
    if (document.controlReports !== undefined) this.old.beginFramework(document);
    for (const list of lists) {
      for (const [index, one] of listAt(document, list, where).entries()) {
        this.element([list, index], one, `${where}.${list}[${index}]`);
      }
    }
    this.document(document, where);
  }

  /** All of a report is read; `rest` has what stands around its lists. */
  private document(rest: Json, where: string): void {
    if (!isReport(rest)) throw wrong("a Kubescape report", rest, where);
    for (const list of lists) listAt(rest, list, "");
    const { run } = this;
    this.begun = true;
    readSummary(rest, run);
    run.gap ||= gaps(rest);
    run.head = { ...rest, ...run.head };
    // Frameworks one after another in a list are one scan.
    if (this.inList && rest.controlReports !== undefined) return;
    const pages = objectAt(rest, "paginationInfo", "");
    const more = pages?.isLastChunk === false && textOf(rest.reportGUID) !== "" && run.incomplete !== "";
    if (!more) this.finish();
  }

  private endList(): void {
    this.inList = false;
    if (this.begun || !this.headed) this.finish();
  }

  private finish(): void {
    const { run } = this;
    if (!this.headed) this.out.push([header(run.head)]);
    this.headed = true;
    this.out.push(runItems(run, this.options, () => this.nextRef++));
    this.run = new Run(this.options.namespace ?? "");
    this.frameworks = null;
    this.begun = false;
  }
}

const reportKeys = [
  "summaryDetails",
  "results",
  "controlReports",
  "frameworks",
  "clusterAPIServerInfo",
  "paginationInfo",
];
const isReport = (value: Json) => reportKeys.some((key) => value[key] !== undefined);

function header(head: Json): Item {
  const metadata = isObject(head.metadata) ? head.metadata : {};
  const scan = isObject(metadata.scanMetadata) ? metadata.scanMetadata : {};
  const toolVersion = textOf(scan.kubescapeVersion) || null;
  return {
    type: "header",
    tool: "kubescape",
    toolVersion,
    semantics: "snapshot",
    observedAt: isoTime(head.generationTime),
  };
}
