import { objectOf, stringOf } from "../text";
import { ImportError } from "../types";

/** One Falco alert, whoever passed it on: Falco's JSON output, its gRPC output, falcosidekick. */
export interface FalcoEvent {
  rule: string;
  /** As written; null when it states none. */
  priority: string | null;
  output: string;
  /** `syscall`, `k8s_audit`, the name of a plugin's source, `internal`; "" in old versions. */
  source: string;
  /** Where Falco ran. */
  hostname: string | null;
  /** ISO time in ms; null when it states none that can be read. */
  time: string | null;
  tags: string[];
  /** A field of `output_fields` as text; null when missing or `<NA>`. */
  field(...names: string[]): string | null;
}

/** Names of the gRPC enumeration `falco.schema.priority`, which JSON may give as a number. */
const priorities = ["Emergency", "Alert", "Critical", "Error", "Warning", "Notice", "Informational", "Debug"];

/**
 * Reads an alert. The fields are those of Falco's JSON output (`rule`, `priority`, `output`, `time`,
 * `output_fields`, `source`, `tags`, `hostname`); falcosidekick adds `uuid`, gRPC says `outputFields`, and a CloudEvent
 * carries the alert as its `data`.
 * Throws "malformed" when it is no alert at all.
 */
export function falcoEvent(value: unknown, where: string): FalcoEvent {
  const envelope = objectOf(value);
  const event = envelope?.rule === undefined ? (objectOf(envelope?.data) ?? envelope) : envelope;
  const rule = event && stringOf(event.rule);
  if (!event || !rule) throw new ImportError("malformed", 'expected a Falco event with a "rule"', where);
  const output = stringOf(event.output) ?? "";
  const fields = objectOf(event.output_fields) ?? objectOf(event.outputFields) ?? fieldsIn(output);
  const field = (...names: string[]) => {
    for (const name of names) {
      const found = fields[name];
      const text = typeof found === "number" || typeof found === "boolean" ? String(found) : stringOf(found);
      if (text !== null && text !== "<NA>" && text !== "N/A") return text;
    }
    return null;
  };
  const stated = event.priority;
  const numbered = typeof stated === "number" ? (priorities[stated] ?? String(stated)) : null;
  return {
    rule,
    priority: numbered ?? stringOf(stated),
    output,
    source: stringOf(event.source) ?? field("evt.source") ?? "",
    hostname: stringOf(event.hostname) ?? field("evt.hostname"),
    time: isoTime(event.time) ?? isoTime(fields["evt.time.iso8601"]) ?? isoTime(fields["evt.time"]),
    tags: Array.isArray(event.tags) ? event.tags.filter((tag) => typeof tag === "string") : [],
    field,
  };
}

/** ISO text, or nanoseconds since 1970 as number or digits (Falco's `evt.time`), or `{seconds, nanos}` of gRPC. */
function isoTime(value: unknown): string | null {
  const stamp = objectOf(value);
  if (stamp) return isoTime(Number(stamp.seconds) * 1e9);
  const nanoseconds = typeof value === "string" && /^\d{16,20}$/.test(value) ? Number(value) : value;
  const time =
    typeof nanoseconds === "number"
      ? new Date(Math.floor(nanoseconds / 1e6))
      : typeof value === "string" && /^\d{4}-\d\d-\d\d[T ]/.test(value)
        ? new Date(value.replace(/(\.\d{3})\d+/, "$1"))
        : null;
  if (!time || Number.isNaN(time.getTime()) || time.getTime() <= 0 || time.getUTCFullYear() > 9999) return null;
  return time.toISOString();
}

/** What `json_include_output_fields_property: false` leaves: what Falco itself puts at the end of the output. */
const printed: [string, RegExp][] = [
  ["k8s.ns.name", /\bk8s[._]ns(?:[._]name)?=(\S+)/g],
  ["k8s.pod.name", /\bk8s[._]pod(?:[._]name)?=(\S+)/g],
  ["container.name", /\bcontainer[._]name=(\S+)/g],
  ["container.image.repository", /\bcontainer[._]image[._]repository=(\S+)/g],
];

/** The last mention counts: a command line can only fake an earlier one. */
function fieldsIn(output: string): Record<string, unknown> {
  const fields: Record<string, unknown> = {};
  for (const [name, pattern] of printed) {
    const last = [...output.slice(-2000).matchAll(pattern)].at(-1)?.[1];
    if (last) fields[name] = last.replace(/\)$/, "");
  }
  return fields;
}
