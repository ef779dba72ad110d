import { assetKey } from "../../domain/identity/asset-key";
import type { Area, AssetKind, ResultClass } from "../../domain/vocabulary";
import { Doubt, keyOf } from "../entry-memory";
import { bounded } from "../text";
import type { AssetRef, Item, ScopeItem, SkippedItem } from "../types";
import { assessedAreas, trivyArea } from "./areas";
import type { Component } from "./component";
import { type Draft, draftKey, mergeDraft, weightOf } from "./draft";
import type { KnownEntry } from "./known";
import { type Skip, vulnerability } from "./vulnerability";

type Workload = AssetRef & { kind: "workload" };

/** What a scope is about, once its target is known. */
export interface ScopeAbout {
  target: AssetRef | null;
  label: string;
  /** Kind of the target; of a target that is not named, as far as it is known. */
  assetKind: AssetKind;
  observedAt?: string | null;
  /** Of a file that several tools wrote: whose scope this is. */
  tool?: string;
  /** See `ScopeItem`; what Trivy would assess where it is not said. */
  assesses?: Area[];
  assessed?: string[];
}

/** A claim in the making: what was found on one target in one class, until the file (or memory) ends. */
export class Scope {
  readonly drafts = new Map<string, Draft>();
  readonly components = new Map<string, Component>();
  readonly placedOn = new Map<string, Workload>();
  /** Entries that the memory of the file knows. */
  known: KnownEntry[] = [];
  weight = 0;
  /** First reason why this is not all there is; "" while nothing speaks against it. */
  incomplete = "";
  /** What was already said of it, so that it is said again only when it has changed. */
  said: { ref: number; text: string } | null = null;

  constructor(
    readonly resultClass: ResultClass,
    readonly profile: string,
    /** Asked when the scope is written: the target may stand behind the findings. */
    readonly about: () => ScopeAbout,
  ) {}

  add(draft: Draft): void {
    draft.location = bounded(draft.location, 1000);
    draft.rule.id = bounded(draft.rule.id, 300);
    const key = draftKey(draft);
    if (draft.mark) draft.mark.key = keyOf(key);
    const first = this.drafts.get(key);
    if (first) mergeDraft(first, draft);
    else {
      this.drafts.set(key, draft);
      this.weight += weightOf(draft);
    }
  }

  component(component: Component): void {
    this.components.set(component.purl, component);
    this.weight += 200;
  }

  notAll(reason: string): void {
    this.incomplete ||= reason;
  }

  place(workload: Workload): void {
    this.placedOn.set(assetKey(workload), workload);
  }
}

/** About how much may wait in memory before it is written, in bytes. */
const limit = 4 * 1024 * 1024;

/** The scopes of one file and the entries that are no findings, turned into items. */
export class Scopes {
  private readonly open = new Map<string, Scope>();
  private readonly skips = new Map<string, SkippedItem>();
  private nextRef = 0;
  private weight = 0;

  /** The scope under a name of the reader's own; made when it isn't there yet. */
  named(name: string, make: () => Scope): Scope {
    let scope = this.open.get(name);
    if (!scope) {
      scope = make();
      this.open.set(name, scope);
    }
    return scope;
  }

  add(scope: Scope, draft: Draft): void {
    const before = scope.weight;
    scope.add(draft);
    this.weight += scope.weight - before;
  }

  addKnown(scope: Scope, entry: KnownEntry): void {
    scope.known.push(entry);
    scope.weight += 16;
    this.weight += 16;
  }

  addComponent(scope: Scope, component: Component): void {
    const before = scope.weight;
    scope.component(component);
    this.weight += scope.weight - before;
  }

  skip(skip: Skip): void {
    this.tally({ type: "skipped", reason: skip.skip, count: 1, raw: 1, rawSeverity: skip.rawSeverity });
  }

  /** Entries that `raw` doesn't count: passed checks, licences, what an ignore file suppressed. */
  pass(reason: string, count = 1): void {
    if (count > 0) this.tally({ type: "skipped", reason, count });
  }

  private tally(item: SkippedItem): void {
    const key = `${item.reason}\n${item.raw === undefined ? "" : "raw"}\n${item.rawSeverity ?? ""}`;
    const known = this.skips.get(key);
    if (!known) this.skips.set(key, item);
    else {
      known.count += item.count;
      if (known.raw !== undefined) known.raw += item.raw ?? 0;
    }
  }

  /** True when so much waits that it should be written although the scopes may go on. */
  get full(): boolean {
    return this.weight > limit;
  }

  /** What waits, to be written. Scopes stay open: what comes later belongs to the same number. */
  flush(): Item[] {
    this.weight = 0;
    const items: Item[] = [];
    for (const scope of this.open.values()) this.write(scope, items);
    return items;
  }

  /** Nothing more will come for the scopes at hand. */
  forget(): void {
    this.open.clear();
  }

  *skipped(): Generator<Item> {
    yield* this.skips.values();
    this.skips.clear();
  }

  private write(scope: Scope, items: Item[]): void {
    const { target, label, assetKind, observedAt, tool, assesses, assessed } = scope.about();
    const item: ScopeItem = {
      type: "scope",
      ref: scope.said?.ref ?? this.nextRef++,
      ...(tool === undefined ? {} : { tool }),
      target,
      class: scope.resultClass,
      profile: scope.profile,
      complete: target !== null && scope.incomplete === "",
      ...(target === null || scope.incomplete ? { incompleteReason: scope.incomplete || "no target is named" } : {}),
      ...(assessed === undefined ? {} : { assessed }),
      assesses: assesses ?? assessedAreas(scope.resultClass, target, assetKind),
      ...(observedAt === undefined ? {} : { observedAt }),
      ...(scope.placedOn.size > 0 ? { placedOn: [...scope.placedOn.values()] } : {}),
      label,
    };
    readNeeded(scope);
    const text = JSON.stringify(item);
    if (scope.said?.text !== text) items.push(item);
    scope.said = { ref: item.ref, text };
    for (const draft of scope.drafts.values()) {
      const area = draft.rule.area ?? trivyArea(draft.rule.kind, draft.asset?.kind ?? assetKind, draft.rule.id);
      items.push({ type: "detection", scope: item.ref, ...draft, rule: Object.assign(draft.rule, { area }) });
    }
    const entries = scope.known.map(({ number }) => number);
    if (entries.length > 0) items.push({ type: "known", scope: item.ref, entries });
    scope.known = [];
    for (const component of scope.components.values()) items.push({ type: "component", scope: item.ref, ...component });
    scope.drafts.clear();
    scope.components.clear();
    scope.weight = 0;
  }
}

/** Reads the known entries that make up a detection with one that is new. Throws Doubt where their bytes are gone. */
function readNeeded(scope: Scope): void {
  if (scope.known.length === 0 || scope.drafts.size === 0) return;
  const keys = new Set([...scope.drafts.keys()].map(keyOf));
  if (!scope.known.some(({ key }) => keys.has(key))) return;
  const { known } = scope;
  scope.known = known.filter(({ key }) => !keys.has(key));
  for (const { key, bytes, context } of known) {
    if (!keys.has(key)) continue;
    const draft = bytes && vulnerability(JSON.parse(bytes.toString()), context);
    if (!draft || "skip" in draft) throw new Doubt();
    scope.add(draft);
  }
}
