import { subjectKey } from "../domain/identity/asset-key";
import { type Kind, locatedKinds, type Severity, severities } from "../domain/vocabulary";
import type { AssetRef, DetectionItem, Item } from "./types";

/** What `parse --json` prints of a file (and a preview of an import begins with). */
export interface Summary {
  format: string;
  tool: string;
  toolVersion: string | null;
  semantics: "snapshot" | "events";
  /** Every scope of the file is complete, and there is one. */
  complete: boolean;
  /** The tool's own entries that are problems, before any merging. */
  raw: number;
  /** The same by severity in the tool's words; `none_stated` where it states none. */
  rawBySeverity: Record<string, number>;
  /** Distinct (subject, rule), with location for the kinds where it counts. */
  findings: number;
  bySeverity: Record<Severity, number>;
  byKind: Partial<Record<Kind, number>>;
  skipped: { reason: string; count: number }[];
  warnings: string[];
}

/** Reads all items of a file. Memory grows with the distinct findings. `onItem` sees every item, in order. */
export async function summarise(
  format: string,
  items: AsyncIterable<Item>,
  onItem?: (item: Item, target: AssetRef | null) => void | Promise<void>,
): Promise<Summary> {
  const summary: Summary = {
    format,
    tool: format,
    toolVersion: null,
    semantics: "snapshot",
    complete: false,
    raw: 0,
    rawBySeverity: {},
    findings: 0,
    bySeverity: { critical: 0, high: 0, medium: 0, low: 0, info: 0, unknown: 0 },
    byKind: {},
    skipped: [],
    warnings: [],
  };
  const counting = new Findings();
  const skipped = new Map<string, number>();
  const words = new Map<string, number>();
  const targets = new Map<number, AssetRef | null>();
  const addRaw = (word: string | null | undefined, count: number) => {
    const key = word || "none_stated";
    summary.raw += count;
    if (count > 0) words.set(key, (words.get(key) ?? 0) + count);
  };
  for await (const item of items) {
    if (item.type === "header") {
      const { tool, toolVersion, semantics } = item;
      Object.assign(summary, { tool, toolVersion, semantics });
    } else if (item.type === "scope") {
      summary.complete = item.complete && (targets.size === 0 || summary.complete);
      targets.set(item.ref, item.target);
    } else if (item.type === "detection") {
      addRaw(item.rawSeverity, item.rawCount ?? 1);
      counting.add(item, item.asset ?? targets.get(item.scope) ?? { kind: "cluster" });
    } else if (item.type === "skipped") {
      skipped.set(item.reason, (skipped.get(item.reason) ?? 0) + item.count);
      addRaw(item.rawSeverity, item.raw ?? 0);
    } else if (item.type === "warning") summary.warnings.push(item.message);
    await onItem?.(item, "scope" in item ? (targets.get(item.scope) ?? null) : null);
  }
  for (const { kind, severity } of counting.found.values()) {
    summary.findings++;
    summary.bySeverity[severity]++;
    summary.byKind[kind] = (summary.byKind[kind] ?? 0) + 1;
  }
  // Words of a file: one may be a name that objects have a meaning for.
  summary.rawBySeverity = Object.fromEntries(words);
  for (const [reason, count] of skipped) summary.skipped.push({ reason, count });
  return summary;
}

/** Merges detections into findings as the database will, as far as one file shows. */
class Findings {
  readonly found = new Map<string, { kind: Kind; severity: Severity }>();
  /** Every name of a rule → the first it was seen by. */
  private readonly names = new Map<string, string>();

  add(item: DetectionItem, asset: AssetRef): void {
    const { kind } = item.rule;
    const located = locatedKinds.includes(kind) ? item.location : "";
    const key = [subjectKey(asset), this.canonical(item), located].join("\u0000");
    const known = this.found.get(key);
    if (!known) this.found.set(key, { kind, severity: item.severity });
    else if (severities.code(item.severity) > severities.code(known.severity)) known.severity = item.severity;
  }

  private canonical({ rule }: DetectionItem): string {
    const names = [rule.id, ...(rule.aliases ?? [])];
    const first = names.map((name) => this.names.get(name)).find((name) => name !== undefined) ?? rule.id;
    for (const name of names) if (!this.names.has(name)) this.names.set(name, first);
    return first;
  }
}
