import type { AssetRef, ImageRef } from "../domain/asset/ref";
import type { SeverityOpinion } from "../domain/severity/opinion";
import type { Area, AssetKind, FixState, Kind, ResultClass, Severity, UnitKind } from "../domain/vocabulary";
import type { EntryMark, EntryMemory } from "./entry-memory";

export type { AssetRef, ImageRef, SeverityOpinion };

/**
 * What an importer makes of a file: bytes in, normalised items out. No database, no network, no clock.
 * One file may speak about many targets (a List of custom resources, a whole-cluster scan); each
 * (target, class, profile) becomes one `ScopeItem`, followed by the `DetectionItem`s that belong to it.
 */

/** Which importer options the caller may give (CLI flags, query parameters of POST /reports). */
export interface ImportOptions {
  namespace?: string;
  node?: string;
  image?: string;
  repository?: string;
  /** `KIND/NAMESPACE/NAME` */
  asset?: string;
  profile?: string;
  /** ISO time: used only where the file states none. */
  observedAt?: string;
  /** The sender's word that a List is all there is: missing siblings close. */
  complete?: boolean;
}

/** First item of a file. */
export interface HeaderItem {
  type: "header";
  tool: string;
  toolVersion: string | null;
  semantics: "snapshot" | "events";
  /** ISO time stated by the file, else null. */
  observedAt: string | null;
}

export interface ScopeItem {
  type: "scope";
  /** Number of this scope in the file, from 0; the detections refer to it. */
  ref: number;
  /** Of a file that several tools wrote, whose scope this is; default: the tool of the header. */
  tool?: string;
  /** null: neither in the file nor given, so it imports to the cluster but never closes. */
  target: AssetRef | null;
  class: ResultClass;
  /** Flags that narrow the run; "" when nothing narrowed it. */
  profile: string;
  /** Proof of completeness: true only if the file shows that this is all the tool sees there. */
  complete: boolean;
  /** Why `complete` is false; one short clause. */
  incompleteReason?: string;
  /**
   * Where a complete run may have looked at less than the class (manual checks, a run of some checks): the rule ids
   * it shows to have passed or failed. Only these close. For `inventory`: the kinds of items that the file lists
   * (`node`, `workload`, `workload/Deployment`, …). Absent: everything of the class.
   */
  assessed?: string[];
  /** Areas that this run assesses on the target, even if it found nothing. */
  assesses: Area[];
  /** ISO time for this scope if it differs from the header's. */
  observedAt?: string | null;
  /** Where the image of this scope is said to run (trivy-operator, `trivy k8s`): a placement from a report. */
  placedOn?: (AssetRef & { kind: "workload" })[];
  /** The target as the tool names it, for messages. */
  label: string;
}

export interface RuleRef {
  /** Canonical id where the importer knows it: `CVE-2021-44228`, `GHSA-…`, `trivy:KSV017`, `kube-bench:cis-1.6:1.1.1`, `falco:Terminal shell in container`. */
  id: string;
  /** Other ids of the *same* flaw or check. An advisory over several CVEs is not one of them. */
  aliases?: string[];
  title: string;
  /** Plain text or Markdown of the tool; untrusted. */
  description?: string;
  remediation?: string;
  references?: string[];
  kind: Kind;
  area: Area;
  /** Controls the tool itself names (`cis-1.6:5.2.1`). */
  controls?: string[];
}

export interface DetectionItem {
  type: "detection";
  scope: number;
  /** The asset on which the rule is broken; default: the target of the scope. */
  asset?: AssetRef;
  rule: RuleRef;
  /**
   * Where on the asset: package (purl without version), container, file path, code fingerprint.
   * Part of the identity of the *detection*; never a version, line number, hash of a pod or a time.
   */
  location: string;
  severity: Severity;
  /** In the tool's own words, for `rawBySeverity`; null where it states none. */
  rawSeverity: string | null;
  opinions?: SeverityOpinion[];
  fixState: FixState;
  /** Version that fixes it, as the tool says it. */
  fixedVersion?: string;
  installedVersion?: string;
  package?: string;
  /** ISO time; runtime only: first and last event of the group, and how many. */
  firstAt?: string;
  lastAt?: string;
  count?: number;
  /** Raw entries of the file that this item stands for (default 1). */
  rawCount?: number;
  /** Small, for the detail page; secrets already masked. Keys are shown as labels. */
  evidence?: Record<string, string | number | boolean | null>;
  /** Of the one entry that this item stands for, and which says it all by itself (EntryMemory). */
  mark?: EntryMark | undefined;
}

/** Entries that say again what was said before: their numbers in the memory that the importer was given. */
export interface KnownItem {
  type: "known";
  scope: number;
  entries: number[];
}

/** One object of a cluster configuration, already folded to its controller. */
export type InventoryItem =
  | {
      type: "inventory";
      item: "node";
      name: string;
      labels: Record<string, string>;
      attributes: Record<string, string>;
    }
  | { type: "inventory"; item: "namespace"; name: string; labels: Record<string, string> }
  | { type: "inventory"; item: "service_account"; namespace: string; name: string; labels: Record<string, string> }
  | {
      type: "inventory";
      item: "workload";
      namespace: string;
      workloadKind: string;
      name: string;
      labels: Record<string, string>;
      /** Labels of the pods, which Services select. */
      podLabels: Record<string, string>;
      images: { container: string; image: ImageRef; init: boolean }[];
      serviceAccount: string | null;
      /** False when its spec asks for no pod (replicas 0, suspended CronJob, finished Job). */
      running: boolean;
    }
  /** A Service, Ingress or Gateway route that reaches pods from outside the cluster, or inside it. */
  | {
      type: "inventory";
      item: "service";
      namespace: string;
      name: string;
      selector: Record<string, string> | null;
      /** LoadBalancer or NodePort with no internal-only annotation, or externalIPs. */
      exposed: boolean;
    }
  | {
      type: "inventory";
      item: "route";
      namespace: string;
      name: string;
      services: { namespace: string; name: string }[];
    };

/** Entries of the file that are not findings, with the reason; counted, never lost silently. */
export interface SkippedItem {
  type: "skipped";
  reason: string;
  count: number;
  /** These count in `raw` (suppressed in the source, manual checks). With severity in the tool's words. */
  raw?: number;
  rawSeverity?: string | null;
}

/** An SBOM component or a package that a report lists: inventory, never a finding. */
export interface ComponentItem {
  type: "component";
  scope: number;
  /** purl without qualifiers and subpath, with version. */
  purl: string;
  name: string;
  version: string;
}

/** What is known of the exploitation of a flaw, wherever it is found. From reference data only (EPSS, KEV). */
export interface ExploitationItem {
  type: "exploitation";
  /** A CVE. */
  code: string;
  /** Listed as known to be exploited; days as `2025-08-25`. */
  kev?: { addedAt: string | null; dueAt: string | null };
  /** Probability of exploitation within 30 days, 0–1. */
  epss?: number;
  /** Share of all flaws that are less likely, 0–1. */
  percentile?: number | null;
  /** ISO time of the score where it differs from the header's. */
  at?: string;
}

/** The reference data is whole: what it does not list is not listed. */
export interface WholeListItem {
  type: "whole_list";
}

/** Something the user should know; the import goes on. */
export interface WarningItem {
  type: "warning";
  message: string;
}

export type Item =
  | HeaderItem
  | ScopeItem
  | DetectionItem
  | KnownItem
  | InventoryItem
  | SkippedItem
  | ComponentItem
  | WarningItem
  | ExploitationItem
  | WholeListItem;

/** Malformed input: `code` "malformed" (recognised, broken) or "unrecognised". `where` is a JSON path, line or byte offset. */
export class ImportError extends Error {
  constructor(
    readonly code: "malformed" | "unrecognised" | "too_large",
    message: string,
    readonly where: string | null = null,
  ) {
    super(where ? `${message} (at ${where})` : message);
    this.name = "ImportError";
  }
}

/** What detection of the format sees: the first bytes of the decoded, unzipped file (up to 64 KiB). */
export interface Sniff {
  /** Decoded text (BOM removed, UTF-16 converted). */
  text: string;
  /** True when `text` is the whole file. */
  whole: boolean;
  /** `json`, `jsonl`, `yaml`, `xml`, `text` by shape. */
  shape: "json" | "jsonl" | "yaml" | "xml" | "text" | "empty";
  /** Top-level keys seen so far when the file is a JSON object; keys of the first element when it is an array of objects. */
  keys: string[];
  /** "object", "array" or null for JSON. */
  root: "object" | "array" | null;
}

/** The scopes that a file is likely to speak for. */
export interface Aim {
  tool: string;
  target: AssetRef;
  profile: string;
}

export interface Importer {
  /** Format name as the CLI shows it: `trivy`, `trivy-operator`, `kube-bench`, `falco`, `falcosidekick`, `kubernetes`. */
  format: string;
  /** 0 = not mine … 100 = certain. The highest wins; equal scores go to the earlier in the registry. */
  detect(sniff: Sniff): number;
  /**
   * Members at the top of a JSON file that only tell one run from another, the time of the run first. Where two files
   * differ in the texts of these alone, `parse` yields the same items, but for `observedAt` of the header. Absent: none.
   */
  stamps?: readonly string[];
  /** What the file is about, as far as its beginning says so: what was said of that before can then be at hand. */
  aim?(sniff: Sniff, options: ImportOptions): Aim | null;
  /**
   * Streams items; throws ImportError. `source` yields decoded UTF-8 bytes, gunzipped, without BOM. Entries that the
   * memory knows may come as KnownItem; throws Doubt where that turns out to be wrong.
   */
  parse(source: AsyncIterable<Uint8Array>, options: ImportOptions, memory?: EntryMemory): AsyncIterable<Item>;
  /** For `lib/importers/README.md`, which a test holds against this. */
  about: {
    tool: string;
    target: string;
    classes: ResultClass[];
    completeness: string;
    date: string;
    units: UnitKind[] | [];
  };
}

/** Kinds of asset a scope may target (for messages and tests). */
export type TargetKind = AssetKind;
