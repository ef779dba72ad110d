import { assetKey } from "../domain/identity/asset-key";
import { clean, cleanBut } from "../domain/text/clean";
import { areas, severities } from "../domain/vocabulary";
import type { AssetRef, ComponentItem, DetectionItem, HeaderItem, Item, ScopeItem } from "../importers/types";
import { componentOf } from "./components";
import { joined, rowOf, sourceRank } from "./row";
import { shortened } from "./shortened";
import type { Collected, CollectedRow, CollectedScope } from "./types";

const CLUSTER: AssetRef = { kind: "cluster" };

interface Open {
  scope: CollectedScope;
  /** By key of the asset, then by rule and location. */
  byAsset: Map<string, Map<string, CollectedRow>>;
  /** The asset of the last row and its rows: mostly that of the next one as well. */
  last: { asset: AssetRef; rows: Map<string, CollectedRow> } | null;
}

/** So many new rules are given away at once, so that the texts of a large report don't pile up. */
const RULES_AT_ONCE = 1000;

export interface Listener {
  /** Hears the number of detections so far. */
  progress?(n: number): void;
  /** Hears which tool speaks, as soon as the file says so: what fails later can still be told whose it was. */
  header?(tool: string): void;
  /** May write rules while the file is read; their long texts are forgotten afterwards. */
  rules?(rules: Collected["rules"]): Promise<unknown>;
  /** May know the rule of an item from an earlier report, in the same words: then they are not looked at again. */
  written?(item: DetectionItem): RuleEntry | null;
}

/**
 * Reads all items of a file into rows by scope. Two scopes of the same tool, target, class and profile are one.
 * Throws what the importer throws (ImportError).
 */
export async function collect(format: string, items: AsyncIterable<Item>, listener: Listener = {}): Promise<Collected> {
  let header: HeaderItem = { type: "header", tool: format, toolVersion: null, semantics: "snapshot", observedAt: null };
  const open = new Map<number, Open>();
  const byIdentity = new Map<string, Open>();
  const skipped = new Map<string, number>();
  const result: Omit<Collected, "header" | "scopes" | "skipped"> = {
    format,
    inventory: [],
    rules: new Map(),
    raw: 0,
    warnings: [],
  };
  let detections = 0;
  let fresh: Collected["rules"] = new Map();
  for await (const given of items) {
    const written = given.type === "detection" ? (listener.written?.(given) ?? null) : null;
    const item = shortened(written ? cleanBut(given, KNOWN) : clean(given));
    switch (item.type) {
      case "header":
        header = item;
        listener.header?.(item.tool);
        break;
      case "scope":
        open.set(item.ref, openScope(byIdentity, item));
        break;
      case "detection": {
        const into = open.get(item.scope);
        if (!into) throw new Error(`importer ${format}: detection of scope ${item.scope}, which was not opened`);
        addDetection(into, item);
        const rule = addRule(result.rules, item, written);
        if (rule) fresh.set(item.rule.id, rule);
        if (listener.rules && fresh.size >= RULES_AT_ONCE) {
          await listener.rules(fresh);
          for (const written of fresh.values()) forgetTexts(written);
          fresh = new Map();
        }
        result.raw += item.rawCount ?? 1;
        if (++detections % 1000 === 0) listener.progress?.(detections);
        break;
      }
      case "known": {
        const scope = open.get(item.scope)?.scope;
        if (!scope) throw new Error(`importer ${format}: entries of scope ${item.scope}, which was not opened`);
        scope.known ??= [];
        for (const entry of item.entries) scope.known.push(entry);
        result.raw += item.entries.length;
        detections += item.entries.length;
        break;
      }
      case "inventory":
        result.inventory.push(item);
        break;
      case "skipped":
        skipped.set(item.reason, (skipped.get(item.reason) ?? 0) + item.count);
        result.raw += item.raw ?? 0;
        break;
      case "warning":
        result.warnings.push(item.message);
        break;
      case "component":
        addComponent(open.get(item.scope)?.scope, item);
        break;
    }
  }
  listener.progress?.(detections);
  const scopes = [...byIdentity.values()].map(({ scope, byAsset }) => ({
    ...scope,
    rows: [...byAsset.values()].flatMap((rows) => [...rows.values()]),
  }));
  return {
    ...result,
    header,
    scopes,
    skipped: [...skipped].map(([reason, count]) => ({ reason, count })),
  };
}

function openScope(all: Map<string, Open>, item: ScopeItem): Open {
  const key = `${item.target ? assetKey(item.target) : ""}\0${item.class}\0${item.profile}\0${item.tool ?? ""}`;
  const assesses = item.assesses.reduce((bits, area) => bits | (1 << areas.code(area)), 0);
  const known = all.get(key);
  const order = known ? timeOf(item.observedAt) - timeOf(known.scope.observedAt) : 1;
  if (known && order === 0) {
    known.scope.complete &&= item.complete && item.target !== null;
    known.scope.assessed = known.scope.assessed && item.assessed ? [...known.scope.assessed, ...item.assessed] : null;
    known.scope.assesses |= assesses;
    known.scope.placedOn.push(...(item.placedOn ?? []));
    return known;
  }
  const scope: CollectedScope = {
    tool: item.tool ?? null,
    target: item.target,
    class: item.class,
    profile: item.profile,
    complete: item.complete && item.target !== null,
    assessed: item.assessed ?? null,
    assesses,
    observedAt: item.observedAt ?? null,
    placedOn: [...(known?.scope.placedOn ?? []), ...(item.placedOn ?? [])],
    label: item.label,
    rows: [],
  };
  const made = { scope, byAsset: new Map(), last: null };
  // Of several reports on one thing in a file the newest holds; where the others saw it run is true all the same.
  if (order > 0) all.set(key, made);
  else known?.scope.placedOn.push(...(item.placedOn ?? []));
  return made;
}

const timeOf = (stated: string | null | undefined) => (stated ? Date.parse(stated) : 0);

/** What nothing is known to be made of is left out. */
function addComponent(scope: CollectedScope | undefined, item: ComponentItem): void {
  const component = scope?.target ? componentOf(item) : null;
  if (!scope || !component) return;
  scope.components ??= new Map();
  scope.components.set(`${component.key}@${component.version}`, component);
}

function addDetection(into: Open, item: DetectionItem): void {
  const asset = item.asset ?? into.scope.target ?? CLUSTER;
  if (into.last?.asset !== asset) {
    const key = assetKey(asset);
    const rows = into.byAsset.get(key) ?? new Map<string, CollectedRow>();
    into.byAsset.set(key, rows);
    into.last = { asset, rows };
  }
  const { rows } = into.last;
  const row = rowOf(item, asset);
  const key = `${row.ruleCode}\0${item.location}`;
  const known = rows.get(key);
  rows.set(key, known ? joined(known, row) : row);
}

type RuleEntry = Collected["rules"] extends Map<string, infer Rule> ? Rule : never;

/** What `written` answers for. */
const KNOWN: ReadonlySet<string> = new Set(["rule", "opinions", "mark"]);

/** Returns the rule when it is new, and not `written` before. */
function addRule(rules: Collected["rules"], item: DetectionItem, written: RuleEntry | null): RuleEntry | null {
  const known = rules.get(item.rule.id);
  if (written && (!known || known === written)) {
    if (!known) rules.set(item.rule.id, written);
    return null;
  }
  const opinions = item.opinions ?? [];
  const named = known && item.rule.aliases?.some((alias) => !known.aliases?.includes(alias));
  if (known && !named && opinions.every(({ by }) => known.opinions.has(by))) return null;
  // A copy where a name or an opinion comes late: what was written already goes by the object.
  const rule: RuleEntry = { ...(known ?? item.rule), opinions: new Map(known?.opinions) };
  if (named) rule.aliases = [...new Set([...(known.aliases ?? []), ...(item.rule.aliases ?? [])])].sort();
  for (const opinion of opinions) {
    if (rule.opinions.has(opinion.by)) continue;
    const severity = severities.code(opinion.severity);
    rule.opinions.set(opinion.by, { source: sourceRank(opinion.source), severity, cvss: opinion.cvss ?? null });
  }
  rules.set(item.rule.id, rule);
  return known ? null : rule;
}

/** The texts are in the database by now, and may be most of a report. */
function forgetTexts(rule: RuleEntry): void {
  rule.description = undefined;
  rule.remediation = undefined;
  rule.references = undefined;
  rule.controls = undefined;
}
