import { hash64 } from "../domain/identity/fingerprint";
import { decideSeverity } from "../domain/severity/decide";
import { fixStates, severities } from "../domain/vocabulary";
import type { AssetRef, DetectionItem, SeverityOpinion } from "../importers/types";
import type { CollectedRow } from "./types";

const rank = { distribution: 3, ghsa: 2, nvd: 1, tool: 0 } as const;

/** The severity that the opinions decide, and the rank of its source; the item's own word where there are none. */
export function decided(item: Pick<DetectionItem, "severity" | "opinions">): { severity: number; source: number } {
  const opinions = item.opinions ?? [];
  let source = -1;
  for (const opinion of opinions) if (opinion.severity !== "unknown") source = Math.max(source, rank[opinion.source]);
  if (source < 0) return { severity: severities.code(item.severity), source: 0 };
  return { severity: severities.code(decideSeverity(opinions)), source };
}

export function sourceRank(source: SeverityOpinion["source"]): number {
  return rank[source];
}

/** Hashes of the locations that came last: packages come again in every report. */
const locations = new Map<string, bigint>();
const MOST_LOCATIONS = 20_000;

function locationHash(location: string): bigint {
  let hash = locations.get(location);
  if (hash === undefined) {
    hash = hash64(location);
    if (locations.size >= MOST_LOCATIONS) locations.clear();
    if (location.length < 200) locations.set(location, hash);
  }
  return hash;
}

/** Makes the row of one detection. Evidence keys are in fixed order, so that equal content hashes equal. */
export function rowOf(item: DetectionItem, asset: AssetRef): CollectedRow {
  const { severity, source } = decided(item);
  const evidence = evidenceOf(item);
  const row = {
    asset,
    ruleCode: item.rule.id,
    loc: locationHash(item.location),
    content: 0n,
    severity,
    severitySource: source,
    fixState: fixStates.code(item.fixState),
    evidence,
    firstAt: item.firstAt ?? null,
    mark: item.mark,
  };
  return sealed(row);
}

/** Several entries of a file for the same asset, rule and location are one detection: nothing of either is lost. */
export function joined(a: CollectedRow, b: CollectedRow): CollectedRow {
  const left = JSON.parse(a.evidence) as Record<string, unknown>;
  const right = JSON.parse(b.evidence) as Record<string, unknown>;
  const both: Record<string, unknown> = { ...left };
  for (const [key, value] of Object.entries(right)) {
    if (key === "firstAt") both.firstAt = [left.firstAt, value].filter(Boolean).sort()[0];
    else if (key === "lastAt") both.lastAt = [left.lastAt, value].filter(Boolean).sort().at(-1);
    else both[key] = union(left[key], value);
  }
  if ("count" in left || "count" in right) both.count = Number(left.count ?? 1) + Number(right.count ?? 1);
  const worse = a.severitySource * 8 + a.severity >= b.severitySource * 8 + b.severity ? a : b;
  const firstAt = [a.firstAt, b.firstAt].filter((at) => at !== null).sort()[0] ?? null;
  // Of two names of one rule always the same one, for the digest of the scope.
  const [ruleCode = a.ruleCode] = [a.ruleCode, b.ruleCode].sort();
  const fixState = Math.max(a.fixState, b.fixState);
  return sealed({ ...worse, ruleCode, fixState, evidence: canonical(both), firstAt, mark: undefined });
}

const MOST_VALUES = 20;

function union(a: unknown, b: unknown): unknown {
  if (a === undefined || a === b) return b;
  // By their JSON, so that 1 and "1" have an order of their own.
  const values = new Map([a, b].flat().map((value) => [JSON.stringify(value), value]));
  if (values.size === 1) return [...values.values()][0];
  const sorted = [...values].sort(([x], [y]) => (x < y ? -1 : 1)).slice(0, MOST_VALUES);
  return sorted.map(([, value]) => value);
}

/** Fields that a detection has of itself, in the order in which they are written; the evidence follows. */
const FIXED = ["count", "firstAt", "fixed", "installed", "lastAt", "location", "package"];
const isFixed = new Set(FIXED);

/** JSON of what is shown of a detection. Built as text: this runs for every entry of every report. */
function evidenceOf(item: DetectionItem): string {
  let text = field("", "count", item.count);
  text = field(text, "firstAt", item.firstAt);
  text = field(text, "fixed", item.fixedVersion);
  text = field(text, "installed", item.installedVersion);
  text = field(text, "lastAt", item.lastAt);
  text = field(text, "location", item.location || undefined);
  text = field(text, "package", item.package);
  return `{${item.evidence ? others(text, item.evidence) : text}}`;
}

/** The same for fields that were read from such a text. */
function canonical(fields: Record<string, unknown>): string {
  let text = "";
  for (const key of FIXED) text = field(text, key, fields[key]);
  return `{${others(text, fields)}}`;
}

function others(text: string, fields: Record<string, unknown>): string {
  let all = text;
  for (const key of Object.keys(fields).sort()) if (!isFixed.has(key)) all = field(all, key, fields[key]);
  return all;
}

function field(text: string, key: string, value: unknown): string {
  if (value === undefined || value === null) return text;
  return `${text}${text === "" ? "" : ","}${JSON.stringify(key)}:${JSON.stringify(value)}`;
}

function sealed(row: CollectedRow): CollectedRow {
  row.content = hash64(`${row.severity} ${row.severitySource} ${row.fixState} ${row.evidence}`);
  return row;
}
