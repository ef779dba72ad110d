import type { AssetRef } from "../domain/asset/ref";
import type { ResultClass } from "../domain/vocabulary";
import type { EntryMark } from "../importers/entry-memory";
import type { HeaderItem, InventoryItem, RuleRef } from "../importers/types";

/** What a report says of one rule at one location of one asset, ready to be compared and staged. */
export interface CollectedRow {
  asset: AssetRef;
  ruleCode: string;
  loc: bigint;
  /** Hash of everything below that is shown: a change of it is a change of the detection. */
  content: bigint;
  severity: number;
  /** 3 distribution, 2 ghsa, 1 nvd, 0 tool. */
  severitySource: number;
  fixState: number;
  /** JSON text. */
  evidence: string;
  /** First event of a group of runtime events; null for snapshots. */
  firstAt: string | null;
  /** Of the one entry that it was made of; absent where several were. */
  mark?: EntryMark | undefined;
}

/** A component that a bill of materials lists: Package URL without version, and the version. */
export interface CollectedComponent {
  key: string;
  version: string;
}

export interface CollectedScope {
  /** Whose scope it is, in a file of several tools; null: the header's tool. */
  tool: string | null;
  target: AssetRef | null;
  class: ResultClass;
  profile: string;
  complete: boolean;
  /** Only these rules (by code) or kinds of items (inventory) may close; null: all of the class. */
  assessed: string[] | null;
  /** Bits by area code. */
  assesses: number;
  observedAt: string | null;
  placedOn: AssetRef[];
  label: string;
  /** What the target is made of, where the report lists it; by key and version. */
  components?: Map<string, CollectedComponent>;
  rows: CollectedRow[];
  /** Numbers of entries that its report says again, in the report's memory. */
  known?: number[];
}

/** A report after parsing, before anything of it is in the database. */
export interface Collected {
  header: HeaderItem;
  format: string;
  scopes: CollectedScope[];
  inventory: InventoryItem[];
  rules: Map<string, RuleRef & { opinions: Map<string, { source: number; severity: number; cvss: unknown }> }>;
  raw: number;
  skipped: { reason: string; count: number }[];
  warnings: string[];
}

/** What the merge reports back; see lib/client/contract/report.ts. */
export interface MergeCounts {
  created: number;
  reopened: number;
  closed: number;
  updated: number;
  unchanged: number;
  held: boolean;
  heldClosures: number;
  /** Findings that the report speaks of, places aside. */
  findings: number;
  /** Scopes that the report now speaks for. */
  scopes: number;
  detections: { new: number; changed: number; gone: number; same: number };
}
