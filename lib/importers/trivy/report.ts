import type { ResultClass } from "../../domain/vocabulary";
import type { EntryMark, EntryMemory } from "../entry-memory";
import type { ImportOptions, Item } from "../types";
import { packageComponent } from "./component";
import type { Draft } from "./draft";
import { isObject, isoTime, type Json, listAt, mustBeObject, objectAt, textOf, wrong } from "./guards";
import { Keeper } from "./known";
import { Resource } from "./kubernetes";
import { misconfiguration, type NotFailed } from "./misconfiguration";
import { packageType, purlTypeOf } from "./package-location";
import { DocumentScopes, hasReportKeys } from "./report-scopes";
import { Scopes } from "./scopes";
import { secret, secretEntry } from "./secret";
import { type Skip, vulnerability } from "./vulnerability";
import type { EntryList, Visitor } from "./walk";

/** Statuses of findings that an ignore file or a VEX document took out (pkg/types/finding.go). */
const suppressions = new Set(["ignored", "not_affected", "affected", "fixed", "under_investigation", "unknown"]);

const noEvidence = "packages are listed, but nothing shows that vulnerabilities were looked for";

/** Turns the walk over a Trivy file into items; what is ready stands in `out`. */
export class ReportReader implements Visitor {
  readonly out: Item[] = [];
  private readonly scopes = new Scopes();
  private readonly keeper: Keeper | null;
  private readonly warnings = new Set<string>();
  private warned = 0;
  private headed = false;
  private documents = 0;
  private document_: DocumentScopes;
  /** Of the result at hand. */
  private type = "";
  private failedChecks = 0;
  /** Of the document at hand. */
  private results = 0;
  private seen = { vulnerability: false, packages: false, otherScanner: false };

  constructor(
    private readonly options: ImportOptions,
    memory?: EntryMemory,
  ) {
    this.keeper = memory ? new Keeper(memory) : null;
    this.document_ = this.begin({});
  }

  private begin(head: Json): DocumentScopes {
    return new DocumentScopes(head, this.options, this.scopes, (message) => this.warn(message), this.documents === 0);
  }

  document(head: Json): void {
    this.document_ = this.begin(head);
    this.results = 0;
    this.seen = { vulnerability: false, packages: false, otherScanner: false };
  }

  group(head: Json, list: string, where: string): void {
    const at = this.document_;
    if (list === "Results") {
      at.control = `${textOf(at.head.ID) || "compliance"}:${textOf(head.ID)}`;
      at.of("compliance");
    } else {
      at.resource = new Resource(head, this.options, where);
      if (at.resource.error) this.warn(`${at.resource.label}: not scanned: ${at.resource.error}`);
    }
    this.results++;
  }

  endGroup(): void {
    this.document_.resource = null;
    this.document_.control = "";
    this.flushIfFull();
  }

  result(head: Json): void {
    const target = textOf(head.Target);
    const resultClass = textOf(head.Class);
    this.type = packageType(textOf(head.Type), target);
    this.results++;
    this.failedChecks = 0;
    this.document_.see(target, this.type);
    // A result proves that its scanner ran, though it may list nothing.
    if (resultClass === "config" || head.MisconfSummary) this.document_.of("misconfiguration");
    else if (resultClass === "secret") this.document_.of("secret");
    else if (resultClass.startsWith("license")) this.seen.otherScanner = true;
    else if (resultClass.endsWith("-pkgs") || (resultClass === "" && (head.Vulnerabilities || purlTypeOf(this.type)))) {
      this.document_.of("vulnerability");
    }
  }

  entry(list: EntryList, value: unknown, where: string, mark?: EntryMark): void {
    const entry = mustBeObject(value, where);
    const { target, resource } = this.document_;
    const context = { type: this.type, target };
    if (list === "Vulnerabilities") {
      this.seen.vulnerability = true;
      const draft = vulnerability(entry, context);
      if (mark !== undefined && !("skip" in draft)) draft.mark = mark;
      this.take(draft, "vulnerability");
    } else if (list === "Misconfigurations") {
      this.take(misconfiguration(entry, { ...context, onObject: resource !== null }), "misconfiguration");
    } else if (list === "Secrets") this.take(secret(secretEntry(entry, target)), "secret");
    else if (list === "Packages") this.addPackage(entry);
    else if (list === "Licenses") this.scopes.pass("licence, not a security finding");
    else if (list === "CustomResources") this.scopes.pass("resource of a custom module");
    else {
      if (textOf(entry.Type) === "vulnerability") this.seen.vulnerability = true;
      const status = textOf(entry.Status);
      this.scopes.pass(`suppressed in the source (${suppressions.has(status) ? status : "modified"})`);
    }
    this.flushIfFull();
  }

  known(entry: number, bytes: Buffer): void {
    this.seen.vulnerability = true;
    if (!this.keeper) throw new Error("an entry is known without a memory");
    const { target } = this.document_;
    const known = this.keeper.entry(entry, bytes, { type: this.type, target });
    this.scopes.addKnown(this.document_.of("vulnerability"), known);
    this.flushIfFull();
  }

  endResult(result: Json, where: string): void {
    const failures = objectAt(result, "MisconfSummary", where)?.Failures;
    if (typeof failures !== "number" || failures <= this.failedChecks || this.options.profile) return;
    const reason = `lists ${this.failedChecks} of ${failures} failed checks`;
    this.document_.of("misconfiguration").notAll(reason);
    this.warn(`${this.document_.target}: ${reason}`);
  }

  endDocument(rest: unknown): void {
    const { head } = this.document_;
    if (rest !== null && !Array.isArray(rest)) checkDocument(mustBeObject(rest, "the document"), head);
    if (Array.isArray(head.SummaryControls)) {
      this.document_.compliance().notAll("a summary without details");
      this.scopes.pass("control of a summary, without details", head.SummaryControls.length);
    } else if (this.results === 0) {
      this.warn(`${textOf(head.ArtifactName) || "this report"} lists no results, so it closes nothing`);
    }
    this.flush();
    this.scopes.forget();
    for (const item of this.scopes.skipped()) this.out.push(item);
    this.documents++;
  }

  private addPackage(entry: Json): void {
    this.seen.packages = true;
    if (this.document_.control) return;
    const component = packageComponent(entry, this.type);
    if (component) this.scopes.addComponent(this.document_.of("inventory"), component);
  }

  private take(taken: Draft | Skip | NotFailed, resultClass: ResultClass): void {
    if ("passed" in taken) {
      this.scopes.pass(taken.passed);
      return;
    }
    if (resultClass === "misconfiguration") this.failedChecks++;
    if ("skip" in taken) {
      this.scopes.skip(taken);
      return;
    }
    if (this.document_.control) taken.rule.controls = [this.document_.control];
    this.scopes.add(this.document_.of(resultClass), taken);
  }

  private warn(message: string): void {
    if (this.warnings.size < 200) this.warnings.add(message);
  }

  private flushIfFull(): void {
    if (this.scopes.full) this.flush();
  }

  private flush(): void {
    const { seen } = this;
    if (
      seen.packages &&
      !seen.vulnerability &&
      (seen.otherScanner || this.document_.all("misconfiguration").length > 0)
    ) {
      for (const scope of this.document_.all("vulnerability")) scope.notAll(noEvidence);
    }
    const items = this.scopes.flush();
    this.keeper?.forget();
    if (!this.headed) this.out.push(this.header());
    this.headed = true;
    for (const message of [...this.warnings].slice(this.warned)) this.out.push({ type: "warning", message });
    this.warned = this.warnings.size;
    for (const item of items) this.out.push(item);
  }

  private header(): Item {
    const { head } = this.document_;
    const version = isObject(head.Trivy) ? textOf(head.Trivy.Version) : "";
    const observedAt = isoTime(head.CreatedAt);
    return { type: "header", tool: "trivy", toolVersion: version || null, semantics: "snapshot", observedAt };
  }
}

/** Refuses what is no Trivy report, and lists that are something else. */
function checkDocument(rest: Json, head: Json): void {
  if (!hasReportKeys(head) && !Array.isArray(head.Results)) throw wrong("a Trivy report", rest, "the document");
  for (const key of ["Results", "Resources", "Findings"]) listAt(rest, key, "");
}
