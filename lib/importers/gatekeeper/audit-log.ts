import { isoTime, type Json, textOf } from "../trivy/guards";
import type { ImportOptions, Item } from "../types";
import { actionOf, type Constraint, detection, objectOf, scopeOf, type Violation } from "./violation";

/** Events of an audit, as the log of the audit pod (`event_type`) and its exports (`eventType`) spell them. */
export const eventPattern =
  /"event_?[tT]ype"\s*:\s*"(?:violation(?:_audited)?|constraint_audited|audit_(?:started|finished))"/;

/** One event of an audit. */
export interface AuditEvent {
  type: string;
  /** Which run of the audit it belongs to. */
  audit: string;
  time: string | null;
  /** Of the log, which counts at the end; exports don't. */
  counted: boolean;
  constraint: Constraint;
  violation: Violation;
  /** Of `constraint_audited`: violations of this run. */
  total: number;
}

/** Reads an event of the audit pod's log (`event_type`) or an exported message (`eventType`); null: it is neither. */
export function eventOf(object: Json): AuditEvent | null {
  const logged = textOf(object.event_type);
  const type = logged || textOf(object.eventType);
  if (!/^(?:violation(?:_audited)?|constraint_audited|audit_\w+)$/.test(type)) return null;
  const audit = textOf(object.audit_id) || textOf(object.id);
  const resource = (key: string) => textOf(object[`resource_${key}`]) || textOf(object[`resource${capital(key)}`]);
  const seconds = Number(object.ts);
  const logTime = seconds > 1e9 && seconds < 1e10 ? new Date(seconds * 1000).toISOString() : isoTime(object.ts);
  return {
    ...{ type, audit, counted: logged !== "" },
    time: isoTime(audit) ?? logTime,
    constraint: {
      kind: textOf(object.constraint_kind) || (logged ? "" : textOf(object.kind)),
      name: textOf(object.constraint_name) || (logged ? "" : textOf(object.name)),
    },
    violation: {
      asset: objectOf(resource("kind"), resource("namespace"), resource("name")),
      message: textOf(object.msg) || textOf(object.message),
      action: actionOf(
        object.constraint_action ?? object.enforcementAction,
        object.constraint_enforcement_actions ?? object.enforcementActions,
      ),
    },
    total: Number(object.constraint_violations ?? Number.NaN),
  };
}

const capital = (word: string) => word.slice(0, 1).toUpperCase() + word.slice(1);

interface Run {
  ref: number;
  constraint: Constraint;
  observedAt: string | null;
  listed: number;
  /** What the audit counted at its end; null while it hasn't said. */
  total: number | null;
  counted: boolean;
}

/** Scopes of a log: one for each constraint and run of the audit. A later run takes the place of an earlier one. */
export class AuditLog {
  private readonly runs = new Map<string, Run>();
  private nextRef = 0;

  constructor(private readonly options: ImportOptions) {}

  /** Number for the next scope of the file. */
  next(): number {
    return this.nextRef++;
  }

  /** Items of one event. Scopes are complete until `end` says otherwise: the count comes after what it counts. */
  *items(event: AuditEvent): Generator<Item> {
    const { type, constraint } = event;
    if (type === "violation") {
      const reason = "a request at admission, not a thing that is there";
      yield { type: "skipped", reason, count: 1, raw: 1, rawSeverity: null };
      return;
    }
    if (type.startsWith("audit_")) return;
    if (constraint.kind === "") {
      const raw = type === "violation_audited" ? 1 : 0;
      yield { type: "skipped", reason: "violation that names no constraint", count: 1, raw, rawSeverity: null };
      return;
    }
    const key = [event.audit, constraint.kind, constraint.name].join("\0");
    let run = this.runs.get(key);
    if (!run) {
      run = { ref: this.next(), constraint, observedAt: event.time, listed: 0, total: null, counted: event.counted };
      this.runs.set(key, run);
      yield scopeOf(constraint, run.ref, this.options, { observedAt: run.observedAt, incomplete: null });
    }
    if (type === "constraint_audited") {
      run.total = Number.isFinite(event.total) ? event.total : null;
      return;
    }
    run.listed++;
    yield detection(constraint, event.violation, run.ref);
  }

  /** Takes back what was not proven. */
  *end(): Generator<Item> {
    for (const { ref, constraint, observedAt, listed, total, counted } of this.runs.values()) {
      if (total === listed) continue;
      const missing = counted
        ? "the log does not show the end of this audit"
        : "exports do not show the end of an audit";
      const incomplete = total === null ? missing : `logged ${listed} of ${total} violations`;
      yield scopeOf(constraint, ref, this.options, { observedAt, incomplete });
    }
  }
}
