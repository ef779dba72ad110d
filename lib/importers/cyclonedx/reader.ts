import { areaOf } from "../../domain/rules/area";
import type { Area } from "../../domain/vocabulary";
import { toolOf as toolKind } from "../sarif/tools";
import { objectsOf } from "../text";
import type { Artifact } from "../trivy/artifact";
import { isObject, isoTime, type Json, textOf } from "../trivy/guards";
import { Scope, Scopes } from "../trivy/scopes";
import { ImportError, type ImportOptions, type Item } from "../types";
import { type Known, knownOf, Packages } from "./packages";
import { sourceOf, toolOf } from "./source";
import { readVulnerability } from "./vulnerability";

/** So much may wait for the metadata and components that stand behind it, in characters of JSON. */
const mostEarly = 64 * 1024 * 1024;

/**
 * One bill of materials after another, from JSON or XML, into items; what is ready stands in `out`. In the usual order
 * (metadata, components, vulnerabilities) nothing waits.
 */
export class BomReader {
  readonly out: Item[] = [];
  private readonly scopes = new Scopes();
  private headed = false;
  private documents = 0;
  private bom = new Bom();

  constructor(private readonly options: ImportOptions) {}

  metadata(value: unknown): void {
    if (this.bom.source || !isObject(value)) return;
    this.bom.tool = toolOf(value);
    this.bom.time = isoTime(value.timestamp);
    this.bom.source = sourceOf(value, this.options);
    // The thing itself may be affected, and what it is made of may stand within it.
    if (isObject(value.component)) {
      const { components, ...itself } = value.component;
      this.bom.packages.add(itself, () => {});
      for (const inner of objectsOf(components)) this.component(inner);
    }
  }

  component(value: Json): void {
    const { bom } = this;
    bom.components++;
    bom.packages.add(value, (item) => {
      if (!bom.source) bom.wait(() => this.scopes.addComponent(this.scope("inventory"), item), 200);
      else this.scopes.addComponent(this.scope("inventory"), item);
    });
    for (const holder of withNested(value)) {
      const own = Array.isArray(holder.vulnerabilities) ? objectsOf(holder.vulnerabilities) : [];
      for (const one of own) this.vulnerability(one, knownOf(holder));
    }
    this.flushIfFull();
  }

  /** A service can be affected like a component. */
  service(value: Json): void {
    this.bom.packages.add({ ...value, components: value.services }, () => {});
  }

  /** The document has a list of vulnerabilities, empty or not: it was looked for them. */
  vulnerabilities(): void {
    this.bom.looked = true;
  }

  vulnerability(value: Json, own: Known | null = null): void {
    const { bom } = this;
    bom.looked = true;
    if (isObject(value.analysis) && textOf(value.analysis.state) !== "") bom.analysed = true;
    if (bom.source && (own || bom.components > 0)) this.read(value, own);
    else bom.wait(() => this.read(value, own), 600 + JSON.stringify(value).length);
    this.flushIfFull();
  }

  private read(value: Json, own: Known | null): void {
    const { bom } = this;
    const drafts = readVulnerability(value, own, bom.packages, bom.tool.name);
    if ("skip" in drafts) {
      this.scopes.skip(drafts);
      return;
    }
    for (const draft of drafts) {
      const checked = draft.rule.kind === "misconfiguration";
      if (checked) draft.rule.area = this.areaOf("misconfiguration", draft.rule.id);
      this.scopes.add(this.scope(checked ? "misconfiguration" : "vulnerability"), draft);
    }
  }

  end(): void {
    const { bom } = this;
    bom.source ??= sourceOf({}, this.options);
    for (const task of bom.waiting.splice(0)) task();
    if (bom.looked) {
      const scope = this.scope(
        toolKind(bom.tool.name).kind === "misconfiguration" ? "misconfiguration" : "vulnerability",
      );
      if (bom.components === 0 && bom.analysed) scope.notAll("a statement about single vulnerabilities (VEX)");
    } else if (bom.components > 0) this.scope("inventory");
    const { warning } = bom.source;
    this.flush();
    if (warning && (bom.looked || bom.components > 0)) this.out.push({ type: "warning", message: warning });
    this.out.push(...this.scopes.skipped());
    this.scopes.forget();
    this.bom = new Bom();
    this.documents++;
  }

  private flushIfFull(): void {
    if (this.scopes.full && this.bom.source) this.flush();
  }

  private flush(): void {
    if (!this.headed) {
      const { name, version } = this.bom.tool;
      const { time } = this.bom;
      this.out.push({
        type: "header",
        tool: name,
        toolVersion: version || null,
        semantics: "snapshot",
        observedAt: time,
      });
    }
    this.headed = true;
    this.out.push(...this.scopes.flush());
  }

  private areaOf(kind: "vulnerability" | "misconfiguration", id: string): Area {
    const { source, tool } = this.bom;
    const checkId = id.startsWith(`${tool.name}:`) ? id.slice(tool.name.length + 1) : id;
    return areaOf({ kind, tool: tool.name, checkId, assetKind: source?.target?.kind ?? "repository" });
  }

  private scope(resultClass: "inventory" | "vulnerability" | "misconfiguration"): Scope {
    const { bom, documents } = this;
    return this.scopes.named(`${documents}\n${resultClass}`, () => {
      const { target, label } = bom.source as Artifact;
      const assetKind = target?.kind ?? "repository";
      return new Scope(resultClass, this.options.profile ?? "", () => ({
        target,
        label,
        assetKind,
        tool: bom.tool.name,
        assesses: resultClass === "inventory" ? [] : [this.areaOf(resultClass, "-")],
        ...(documents === 0 ? {} : { observedAt: bom.time }),
      }));
    });
  }
}

/** The document at hand, as far as it is read. */
class Bom {
  readonly packages = new Packages();
  readonly waiting: (() => void)[] = [];
  source: Artifact | null = null;
  tool = toolOf({});
  time: string | null = null;
  components = 0;
  looked = false;
  /** Somebody judged the vulnerabilities. */
  analysed = false;
  private weight = 0;

  wait(task: () => void, weight: number): void {
    this.waiting.push(task);
    this.weight += weight;
    if (this.weight > mostEarly)
      throw new ImportError("too_large", "metadata and components stand behind too many vulnerabilities");
  }
}

function* withNested(component: Json): Generator<Json> {
  yield component;
  for (const inner of objectsOf(component.components)) yield* withNested(inner);
}
