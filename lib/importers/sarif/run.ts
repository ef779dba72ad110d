import { ruleId } from "../../domain/identity/rule-id";
import { areaOf } from "../../domain/rules/area";
import type { Area, AssetKind, ResultClass } from "../../domain/vocabulary";
import { objectsOf } from "../text";
import { isObject, isoTime, type Json, mustBeObject, textOf } from "../trivy/guards";
import { Scope, type Scopes } from "../trivy/scopes";
import { type AssetRef, ImportError, type ImportOptions } from "../types";
import { advisoryOf } from "./advisory";
import { classOf, kindOf } from "./kind";
import { Files } from "./place";
import { type RunContext, readResult } from "./result";
import { Rules } from "./rules";
import { imageOfLogicalName, profileOf, targetOf } from "./target";
import { type Tool, toolOf } from "./tools";

/** So much may wait for what the run says behind its results, in bytes of JSON. */
const mostEarly = 48 * 1024 * 1024;

/**
 * One run: its results wait until the end of the run, since tool, files and repository may be named behind them; when
 * too many wait, what stands before them has to do.
 */
export class Run {
  private readonly early: Json[] = [];
  private weight = 0;
  private context: RunContext | null = null;
  private target: AssetRef | null = null;
  private profile = "";
  private used = new Set<string>();
  private readonly artifacts: unknown[] = [];
  private readonly logical: unknown[] = [];
  private readonly opened = new Map<ResultClass, Scope>();

  constructor(
    private readonly number: number,
    /** The run as far as it is read; it grows. */
    readonly head: Json,
    private readonly options: ImportOptions,
    private readonly scopes: Scopes,
    private readonly warn: (message: string) => void,
  ) {}

  artifact(value: unknown): void {
    this.artifacts.push(isObject(value) ? { location: value.location } : null);
  }

  logicalLocation(value: unknown): void {
    this.logical.push(isObject(value) ? { name: value.name, fullyQualifiedName: value.fullyQualifiedName } : null);
  }

  /** Results are read as they come. */
  get started(): boolean {
    return this.context !== null;
  }

  result(value: unknown, where: string): void {
    const result = slim(mustBeObject(value, where));
    if (this.context) {
      this.read(result, this.context);
      return;
    }
    this.early.push(result);
    this.weight += weightOf(result);
    if (this.weight > mostEarly && isObject(this.head.tool)) this.begin(this.head);
    else if (this.weight > 4 * mostEarly) {
      throw new ImportError("too_large", "this run names its tool only after its results", where);
    }
  }

  /** Everything is read but what is in `rest`, the run without its results. */
  end(rest: Json): void {
    const context = this.begin(rest);
    const reason = whyIncomplete(rest);
    this.openDescribed(context);
    if (this.opened.size === 0) this.openEmpty(context.tool);
    if (reason) {
      for (const scope of this.opened.values()) scope.notAll(reason);
      this.warn(`run ${this.number + 1} (${context.tool.name}): ${reason}, so it closes nothing`);
    }
    if (this.target === null && this.used.size > 0) {
      this.warn(
        `run ${this.number + 1} (${context.tool.name}) names no repository or image: give --repository or --image`,
      );
    }
  }

  private begin(run: Json): RunContext {
    if (this.context) return this.context;
    const whole = {
      ...run,
      ...(this.artifacts.length > 0 ? { artifacts: this.artifacts } : {}),
      ...(this.logical.length > 0 ? { logicalLocations: this.logical } : {}),
    };
    const rules = new Rules(whole);
    const context = { tool: toolOf(textOf(rules.driver.name)), rules, files: new Files(whole) };
    this.context = context;
    this.target = targetOf(run, context.tool.name, this.options) ?? this.imageOfResults(context);
    this.profile = profileOf(run, context.tool.name, rules.ids, this.options);
    for (const result of this.early) this.used.add(rules.of(result).id);
    for (const result of this.early.splice(0)) this.read(result, context);
    return context;
  }

  /** Grype says in each result which image it is about. */
  private imageOfResults({ tool, files }: RunContext): AssetRef | null {
    if (tool.name !== "grype") return null;
    for (const result of this.early) {
      const image = imageOfLogicalName(files.of(result).logical);
      if (image) return image;
    }
    return null;
  }

  private read(result: Json, context: RunContext): void {
    const read = readResult(result, context);
    if ("skip" in read) {
      this.scopes.skip(read);
      // That it was judged shows that its class was looked for.
      if (!advisoryOf(context.rules.of(result).id)) this.scopeOf(classOf(context.tool.kind));
      return;
    }
    const asset = this.assetKind(context.tool);
    const [tool = "", ...id] = read.rule.id.split(":");
    const question = read.rule.kind === "vulnerability" ? context.tool.name : tool;
    const area = areaOf({
      kind: read.rule.kind,
      tool: question,
      checkId: id.join(":") || read.rule.id,
      assetKind: asset,
    });
    read.rule.area = area;
    this.scopes.add(this.scopeOf(classOf(read.rule.kind)), read);
  }

  private assetKind(tool: Tool): AssetKind {
    return this.target?.kind ?? (tool.name === "grype" || tool.name === "dockle" ? "image" : "repository");
  }

  /** Without results, what the tool is for was looked for; Trivy's scanners were only where an image says so. */
  private openEmpty(tool: Tool): void {
    const scope = this.scopeOf(classOf(tool.kind));
    if (tool.name === "trivy" && this.target?.kind !== "image") scope.notAll("nothing shows what was looked for");
  }

  /** What a described rule would have found was looked for as well. */
  private openDescribed({ tool, rules }: RunContext): void {
    if (!this.describesAll(rules)) return;
    for (const id of rules.ids) {
      const kind = kindOf(tool, id, advisoryOf(id), rules.byId.get(id) ?? null);
      if (kind !== null && kind !== "vulnerability") this.scopeOf(classOf(kind));
    }
  }

  /**
   * Where a run describes rules that found nothing, it describes all that ran. Else only rules with results are
   * described, which says nothing about the others.
   */
  private describesAll(rules: Rules): boolean {
    for (const id of rules.ids) if (!this.used.has(id)) return true;
    return false;
  }

  private scopeOf(resultClass: ResultClass): Scope {
    const known = this.opened.get(resultClass);
    if (known) return known;
    const context = this.context as RunContext;
    const { target, profile } = this;
    const kind = this.assetKind(context.tool);
    const assessed = this.assessedRules(resultClass, context);
    const question = { kind: kindOfClass(resultClass), tool: context.tool.name, checkId: "-", assetKind: kind };
    const assesses: Area[] = [areaOf(question)];
    const scope = this.scopes.named(`${this.number}\n${resultClass}`, () => {
      return new Scope(resultClass, profile, () => ({
        target,
        label: `${context.tool.name}${target === null ? "" : ` on ${"name" in target ? target.name : target.kind}`}`,
        assetKind: kind,
        tool: context.tool.name,
        assesses,
        ...(assessed ? { assessed } : {}),
      }));
    });
    this.opened.set(resultClass, scope);
    return scope;
  }

  /** Rules that the run shows to have looked at; null: all of its tool. */
  private assessedRules(resultClass: ResultClass, { tool, rules }: RunContext): string[] | null {
    if (resultClass === "vulnerability" || !this.describesAll(rules)) return null;
    return [...rules.ids].filter((id) => !advisoryOf(id)).map((id) => ruleId(tool.name, id));
  }
}

/** When the tool ran: the end of its last invocation (3.20.8). */
export function timeOf(run: Json): string | null {
  const times = objectsOf(run.invocations)
    .map(
      (one) => isoTime(one.endTimeUtc) ?? isoTime(one.endTime) ?? isoTime(one.startTimeUtc) ?? isoTime(one.startTime),
    )
    .filter((time) => time !== null);
  return times.sort().at(-1) ?? null;
}

/** Why a run is not all that its tool sees; null when nothing speaks against it. */
function whyIncomplete(run: Json): string | null {
  if (objectsOf(run.invocations).some((one) => one.executionSuccessful === false))
    return "the tool says that its run failed";
  const external = isObject(run.externalPropertyFileReferences)
    ? run.externalPropertyFileReferences
    : run.externalPropertyFiles;
  if (isObject(external) && Array.isArray(external.results) && external.results.length > 0)
    return "its results lie in other files";
  return Array.isArray(run.results) ? null : "it lists no results";
}

const kindOfClass = (resultClass: ResultClass) =>
  resultClass === "inventory" || resultClass === "rbac" || resultClass === "infra" ? "misconfiguration" : resultClass;

/** Members of a result that nothing here reads, and that may be large. */
const unread = [
  "codeFlows",
  "relatedLocations",
  "stacks",
  "graphs",
  "graphTraversals",
  "attachments",
  "webRequest",
  "webResponse",
  "provenance",
];

function slim(result: Json): Json {
  for (const key of unread) if (key in result) delete result[key];
  if (Array.isArray(result.fixes) && result.fixes.length > 0) result.fixes = [{}];
  if (Array.isArray(result.locations) && result.locations.length > 1) result.locations = result.locations.slice(0, 1);
  return result;
}

/** About how much a waiting result takes. */
const weightOf = (result: Json) => 600 + 2 * JSON.stringify(result).length;
