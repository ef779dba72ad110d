import { AuditLog, eventOf, eventPattern } from "./gatekeeper/audit-log";
import { constraintItems, isConstraint } from "./gatekeeper/constraint";
import { gatorItems, gatorResult } from "./gatekeeper/gator";
import { documents } from "./stream/documents";
import { jsonLines } from "./stream/log-lines";
import { isObject, isoTime, type Json, mustBeObject, textOf } from "./trivy/guards";
import { ImportError, type Importer, type Item, type Sniff } from "./types";

/**
 * What Gatekeeper says of a cluster: constraints with the violations of the last audit in their status (objects, lists,
 * documents of YAML), the log of the audit pod, what it exports, and the results of `gator test`.
 */
export const gatekeeper: Importer = {
  format: "gatekeeper",
  detect,
  async *parse(source, options) {
    const log = new AuditLog(options);
    const others = new Map<string, number>();
    const pass = (reason: string) => others.set(reason, (others.get(reason) ?? 0) + 1);
    let begun = false;
    let foreign = "";
    let documentsSeen = 0;
    const begin = function* (observedAt: string | null): Generator<Item> {
      if (begun) return;
      begun = true;
      yield { type: "header", tool: "gatekeeper", toolVersion: null, semantics: "snapshot", observedAt };
    };
    for await (const { value, where, item, document } of documents(jsonLines(source, eventPattern))) {
      documentsSeen = document + 1;
      for (const object of objectsIn(value, item, where)) {
        const event = eventOf(object);
        const gator = gatorResult(object);
        if (isConstraint(object)) {
          yield* begin(isoTime(isObject(object.status) ? object.status.auditTimestamp : null));
          yield* constraintItems(object, log.next(), options, `${where}: $`);
        } else if (event) {
          yield* begin(event.time);
          yield* log.items(event);
        } else if (gator) {
          yield* begin(null);
          yield* gatorItems(gator, log, options);
        } else if (typeof object.msg === "string" && object.level !== undefined)
          pass("log line that is no audit event");
        else {
          foreign ||= textOf(object.kind) || "an object without a kind";
          pass(textOf(object.kind) === "ConstraintTemplate" ? "constraint template" : "object that is no constraint");
        }
      }
    }
    if (documentsSeen === 0) throw new ImportError("malformed", "the file is empty");
    if (!begun && foreign) throw new ImportError("malformed", `expected constraints of Gatekeeper, found ${foreign}`);
    yield* begin(null);
    yield* log.end();
    for (const [reason, count] of others) yield { type: "skipped", reason, count };
  },
  about: {
    tool: "Gatekeeper",
    target: "the cluster; each violation is about its object, pods folded to their controller",
    classes: ["misconfiguration"],
    completeness:
      "each constraint for itself, when its status states a total of violations that it lists and no audit pod fails to enforce it; in the log, when the event at the end of a constraint's audit counts as many as were logged; never exports and gator",
    date: "status.auditTimestamp; in the log the audit_id",
    units: ["workload", "namespace"],
  },
};

/** The object of a document or list item, and those of lists within it. */
function* objectsIn(value: unknown, item: boolean, where: string): Generator<Json> {
  if (value === null || (!item && Array.isArray(value))) return;
  const object = mustBeObject(value, where);
  const list = Array.isArray(object.items) || (object.items === null && /List$/.test(textOf(object.kind)));
  if (!list) yield object;
  else if (Array.isArray(object.items)) for (const one of object.items) yield* objectsIn(one, true, where);
}

const versions = /["']?apiVersion["']?\s*:\s*["']?([\w./-]+)/g;
const constraints = "constraints.gatekeeper.sh/";

function detect({ text, shape, keys }: Sniff): number {
  if (shape === "xml" || shape === "empty") return 0;
  if (eventPattern.test(text) && /"(?:constraint_kind|enforcementAction|audit_id)"\s*:/.test(text)) return 93;
  const gator = /["']?violatingObject["']?\s*:/.test(text) && /["']?constraint["']?\s*:/.test(text);
  if (gator && (keys.includes("violatingObject") || /^- (?:result|target):/m.test(text))) return 90;
  if (shape === "text") return 0;
  // A list's own version, and that of its first object; templates may come before their constraints.
  const all = [...text.matchAll(versions)].map((match) => match[1] ?? "");
  const first = all.slice(0, keys.includes("items") ? 2 : 1);
  if (first.some((version) => version.startsWith(constraints))) return 94;
  const templates = first.some((version) => version.startsWith("templates.gatekeeper.sh/"));
  return templates && all.some((version) => version.startsWith(constraints)) ? 90 : 0;
}
