import { isObject, isoTime, type Json, listAt, mustBeObject, objectAt, textOf } from "../trivy/guards";
import type { ImportOptions, Item } from "../types";
import { actionOf, detection, objectOf, scopeOf } from "./violation";

export const isConstraint = (object: Json): boolean =>
  textOf(object.apiVersion).startsWith("constraints.gatekeeper.sh/") && textOf(object.kind) !== "";

/** A constraint and the violations that the last audit left in its status: a scope of its own. */
export function* constraintItems(object: Json, ref: number, options: ImportOptions, where: string): Generator<Item> {
  const metadata = objectAt(object, "metadata", where) ?? {};
  const status = objectAt(object, "status", where) ?? {};
  const constraint = { kind: textOf(object.kind), name: textOf(metadata.name) };
  const violations = listAt(status, "violations", `${where}.status`).map((value, index) =>
    mustBeObject(value, `${where}.status.violations[${index}]`),
  );
  const incomplete = shortfall(status, violations.length);
  yield scopeOf(constraint, ref, options, { observedAt: isoTime(status.auditTimestamp), incomplete });
  for (const violation of violations) {
    yield detection(
      constraint,
      {
        asset: objectOf(textOf(violation.kind), textOf(violation.namespace), textOf(violation.name)),
        message: textOf(violation.message),
        action: actionOf(violation.enforcementAction, violation.enforcementActions),
      },
      ref,
    );
  }
}

/** Why the list may not be all that violates the constraint; null where it shows that it is. */
function shortfall(status: Json, listed: number): string | null {
  if (isoTime(status.auditTimestamp) === null) return "the constraint was not audited yet";
  const total = status.totalViolations;
  if (typeof total !== "number") return "its status states no total of violations";
  if (total > listed) return `lists ${listed} of ${total} violations`;
  const pods = Array.isArray(status.byPod) ? status.byPod.filter(isObject) : [];
  return pods.some(failsToAudit) ? "an audit pod does not enforce the constraint" : null;
}

/** A pod that could not take the constraint in found nothing because it did not look. */
function failsToAudit({ enforced, errors, operations }: Json): boolean {
  const audits = !Array.isArray(operations) || operations.includes("audit");
  return audits && (enforced === false || (Array.isArray(errors) && errors.length > 0));
}
