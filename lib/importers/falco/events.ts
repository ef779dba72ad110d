import { documents } from "../stream/documents";
import { jsonLines } from "../stream/log-lines";
import { ImportError, type Item } from "../types";
import { type FalcoEvent, falcoEvent } from "./event";
import { Groups } from "./group";

/**
 * Alerts as items, whichever way they are strung together: JSON lines, an array, one after another, or one alone.
 * One scope on the cluster that never closes: a sensor that says nothing has fixed nothing.
 */
export async function* falcoItems(source: AsyncIterable<Uint8Array>): AsyncGenerator<Item> {
  yield { type: "header", tool: "falco", toolVersion: null, semantics: "events", observedAt: null };
  yield {
    type: "scope",
    ref: 0,
    target: { kind: "cluster" },
    class: "runtime",
    profile: "",
    complete: false,
    incompleteReason: "events never close",
    assesses: ["runtime"],
    label: "Falco alerts",
  };
  const groups = new Groups();
  const internal = new Map<string, { reason: string; severity: string | null; count: number }>();
  for await (const event of events(source)) {
    const reason = notAnAlert(event);
    if (reason === null) {
      if (groups.add(event)) yield* groups.drain(0);
      continue;
    }
    const key = `${reason} ${event.priority}`;
    const known = internal.get(key);
    if (known) known.count++;
    else internal.set(key, { reason, severity: event.priority, count: 1 });
  }
  yield* groups.drain(0);
  for (const { reason, severity, count } of internal.values()) {
    yield { type: "skipped", reason, count, raw: count, rawSeverity: severity };
  }
}

/** What stands in every alert that is JSON. */
export const alertPattern = /"rule"\s*:\s*"/;

/** Words before the first alert are those of Falco's start, in a log; what begins as JSON has to be JSON. */
async function* alertLines(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const reader = source[Symbol.asyncIterator]();
  const first = await reader.next();
  if (first.done) return;
  async function* all(): AsyncGenerator<Uint8Array> {
    yield first.value;
    for (let next = await reader.next(); !next.done; next = await reader.next()) yield next.value;
  }
  const json = /^\s*[[{]\s*(?:["{}\]]|$)/.test(new TextDecoder().decode(first.value.subarray(0, 4096)));
  yield* json ? all() : jsonLines(all(), alertPattern);
}

async function* events(source: AsyncIterable<Uint8Array>): AsyncGenerator<FalcoEvent> {
  for await (const { value, where, item } of documents(alertLines(source))) {
    // What is left of an array after its elements.
    if (!item && Array.isArray(value)) continue;
    if (value === null || typeof value !== "object") {
      throw new ImportError("malformed", "expected a Falco event as a JSON object", where);
    }
    yield falcoEvent(value, where);
  }
}

/** What Falco says about itself is no alert: metrics, and events that it dropped. */
function notAnAlert(event: FalcoEvent): string | null {
  if (!/^Falco internal: /i.test(event.rule)) return null;
  if (/metrics/i.test(event.rule)) return "a metrics snapshot of Falco, not an alert";
  return "a message of Falco about itself (dropped events), not an alert";
}
