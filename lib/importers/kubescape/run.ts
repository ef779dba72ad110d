import { bounded } from "../text";
import type { Json } from "../trivy/guards";
import type { SkippedItem } from "../types";
import { Control } from "./control";
import { isFileId, type Place, placeOf } from "./place";

/** A control that failed on a place, and what to show of it. */
export interface Failure {
  control: Control;
  evidence: Record<string, string>;
  fixable: boolean;
}

/** What one result says of one place. */
export interface Checked {
  id: string;
  place: Place | null;
  failures: Failure[];
  /** Controls that passed or failed, or were excepted. */
  assessed: Control[];
}

/** One scan, as far as it was read: a document, or the chunks of a report one after another. */
export class Run {
  readonly controls = new Map<string, Control>();
  readonly places = new Map<string, Place>();
  readonly checked: Checked[] = [];
  private readonly failures = new Map<string, Failure>();
  private readonly skips = new Map<string, SkippedItem>();
  /** Failed checks with an exception: one for each, their severity is known at the end. */
  readonly excepted: Control[] = [];
  fromFiles = false;
  /** First version of the format: it lists only what failed, so what passed is known of the whole only. */
  onlyFailures = false;
  gap = "";
  guid = "";
  head: Json = {};

  constructor(readonly namespace: string) {}

  control(id: string): Control {
    let control = this.controls.get(id);
    if (!control) {
      control = new Control(bounded(id, 200));
      this.controls.set(id, control);
    }
    return control;
  }

  /** A failure as it was met before, if it was: the same check fails in the same way on many objects. */
  failure(control: Control, details: Omit<Failure, "control">): Failure {
    const key = JSON.stringify([control.id, details]);
    const known = this.failures.get(key);
    if (known) return known;
    const failure = { control, ...details };
    if (this.failures.size < 20_000) this.failures.set(key, failure);
    return failure;
  }

  resource(id: string, resource: Json): void {
    const place = placeOf(id, resource, this.namespace);
    if (place && id !== "") this.places.set(id, place);
    this.fromFiles ||= isFileId(id) || (place?.inFile.startsWith("file:") ?? false);
  }

  /** Entries that are no findings; `word`: they count in `raw`, with this severity. */
  pass(reason: string, count = 1, word?: string): void {
    const key = `${reason}\n${word ?? ""}`;
    const known = this.skips.get(key);
    if (count < 1) return;
    if (!known) {
      const raw = word === undefined ? {} : { raw: count, rawSeverity: word };
      this.skips.set(key, { type: "skipped", reason, count, ...raw });
    } else {
      known.count += count;
      if (known.raw !== undefined) known.raw += count;
    }
  }

  /** The summary counts more failed checks than are listed. "" when it doesn't. */
  get short(): string {
    let failed = 0;
    let listed = 0;
    for (const control of this.controls.values()) {
      failed += control.failed ?? 0;
      listed += Math.min(control.listed, control.failed ?? 0);
    }
    return failed > listed ? `lists ${listed} of ${failed} failed checks` : "";
  }

  /** Why this is not all there is; "" when it is. */
  get incomplete(): string {
    const counted = [...this.controls.values()].some((control) => control.failed !== null);
    return this.gap || (counted ? this.short : "no summary counts the failed checks");
  }

  *skipped(): Generator<SkippedItem> {
    for (const control of this.controls.values()) {
      if (control.notAssessed !== "") this.pass(`control that was not assessed: ${control.notAssessed}`);
    }
    for (const control of this.excepted) this.pass("excepted in the source", 1, control.severity);
    yield* this.skips.values();
  }
}
