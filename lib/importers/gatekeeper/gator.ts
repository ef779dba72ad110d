import { isObject, type Json, textOf } from "../trivy/guards";
import type { ImportOptions, Item } from "../types";
import type { AuditLog } from "./audit-log";
import { actionOf, detection, objectOf, scopeOf } from "./violation";

/**
 * One result of `gator test --output json` or `yaml`; null: it is none. YAML has the result a level deeper, with keys
 * in lower case and the constraint wrapped in `object`.
 */
export function gatorResult(entry: Json): Json | null {
  if (!isObject(entry.violatingObject)) return null;
  const result = isObject(entry.result) ? entry.result : entry;
  if (!isObject(result.constraint)) return null;
  const constraint = isObject(result.constraint.object) ? result.constraint.object : result.constraint;
  return { ...result, constraint, violatingObject: entry.violatingObject };
}

/** A result with a scope of its own, since gator saw only what it was given. */
export function* gatorItems(result: Json, numbers: AuditLog, options: ImportOptions): Generator<Item> {
  const of = isObject(result.constraint) ? result.constraint : {};
  const object = isObject(result.violatingObject) ? result.violatingObject : {};
  const { name } = isObject(of.metadata) ? of.metadata : { name: "" };
  const metadata = isObject(object.metadata) ? object.metadata : {};
  const constraint = { kind: textOf(of.kind) || "constraint", name: textOf(name) };
  const incomplete = "gator saw only what it was given";
  const ref = numbers.next();
  yield scopeOf(constraint, ref, options, { observedAt: null, incomplete, by: "gator:" });
  const owners = Array.isArray(metadata.ownerReferences) ? metadata.ownerReferences.filter(isObject) : [];
  const violation = {
    asset: objectOf(textOf(object.kind), textOf(metadata.namespace), textOf(metadata.name), owners),
    message: textOf(result.msg),
    action: actionOf(
      result.enforcementAction ?? result.enforcementaction,
      result.scopedEnforcementActions ?? result.scopedenforcementactions,
    ),
  };
  yield detection(constraint, violation, ref);
}
