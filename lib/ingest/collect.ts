import { assetKey, subjectKey } from "../domain/identity/asset-key";
import { areas, locatedKinds, severities } from "../domain/vocabulary";
import type { DetectionItem, HeaderItem, Item, ScopeItem } from "../importers/types";
import { clean } from "./clean";
import { joined, rowOf, sourceRank } from "./row";
import type { Collected, CollectedRow, CollectedScope } from "./types";

interface Open {
  scope: CollectedScope;
  byKey: Map<string, CollectedRow>;
}

/**
 * Reads all items of a file into rows by scope. Two scopes of the same target, class and profile are one.
 * `onProgress` hears the number of detections so far. Throws what the importer throws (ImportError).
 */
export async function collect(
  format: string,
  items: AsyncIterable<Item>,
  onProgress?: (n: number) => void,
): Promise<Collected> {
  let header: HeaderItem = { type: "header", tool: format, toolVersion: null, semantics: "snapshot", observedAt: null };
  const open = new Map<number, Open>();
  const byIdentity = new Map<string, Open>();
  const skipped = new Map<string, number>();
  const findings = new Set<string>();
  const result: Omit<Collected, "header" | "scopes" | "skipped" | "findings"> = {
    format,
    inventory: [],
    rules: new Map(),
    raw: 0,
    warnings: [],
  };
  let detections = 0;
  for await (const given of items) {
    const item = clean(given);
    switch (item.type) {
      case "header":
        header = item;
        break;
      case "scope":
        open.set(item.ref, openScope(byIdentity, item));
        break;
      case "detection": {
        const into = open.get(item.scope);
        if (!into) throw new Error(`importer ${format}: detection of scope ${item.scope}, which was not opened`);
        addDetection(into, item);
        addRule(result.rules, item);
        findings.add(findingKey(item, into.scope));
        result.raw += item.rawCount ?? 1;
        if (++detections % 1000 === 0) onProgress?.(detections);
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
        break;
    }
  }
  onProgress?.(detections);
  const scopes = [...byIdentity.values()].map(({ scope, byKey }) => ({ ...scope, rows: [...byKey.values()] }));
  return {
    ...result,
    header,
    scopes,
    findings: findings.size,
    skipped: [...skipped].map(([reason, count]) => ({ reason, count })),
  };
}

function openScope(all: Map<string, Open>, item: ScopeItem): Open {
  const key = `${item.target ? assetKey(item.target) : ""}\0${item.class}\0${item.profile}`;
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
  const made = { scope, byKey: new Map() };
  // Of several reports on one thing in a file the newest holds; where the others saw it run is true all the same.
  if (order > 0) all.set(key, made);
  else known?.scope.placedOn.push(...(item.placedOn ?? []));
  return made;
}

const timeOf = (stated: string | null | undefined) => (stated ? Date.parse(stated) : 0);

function addDetection({ scope, byKey }: Open, item: DetectionItem): void {
  const row = rowOf(item, item.asset ?? scope.target ?? { kind: "cluster" });
  const key = `${assetKey(row.asset)}\0${row.ruleCode}\0${row.loc}`;
  const known = byKey.get(key);
  byKey.set(key, known ? joined(known, row) : row);
}

function addRule(rules: Collected["rules"], item: DetectionItem): void {
  let rule = rules.get(item.rule.id);
  if (!rule) {
    rule = { ...item.rule, opinions: new Map() };
    rules.set(item.rule.id, rule);
  }
  for (const opinion of item.opinions ?? []) {
    if (rule.opinions.has(opinion.by)) continue;
    const severity = severities.code(opinion.severity);
    rule.opinions.set(opinion.by, { source: sourceRank(opinion.source), severity, cvss: opinion.cvss ?? null });
  }
}

function findingKey(item: DetectionItem, scope: CollectedScope): string {
  const asset = item.asset ?? scope.target ?? { kind: "cluster" as const };
  const location = locatedKinds.includes(item.rule.kind) ? item.location : "";
  return `${subjectKey(asset)}\0${item.rule.id}\0${location}`;
}
