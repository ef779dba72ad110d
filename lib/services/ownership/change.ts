import type { PoolClient } from "pg";
import { conflict, notFound } from "@/lib/authz/refusal";
import type { OwnershipChange } from "@/lib/client/contract/admin";
import type { OwnershipRule } from "@/lib/domain/ownership/rule";
import { ruleOf } from "./conditions";

/** Priorities of rules in an order, with room between them. */
export const priorityAt = (index: number) => (index + 1) * 10;

/** Behind all rules of its priority, as a new one is. */
const NEWEST = Number.MAX_SAFE_INTEGER;

/** The rules as they would be. Throws `not_found` for a rule that is not there, `conflict` for an order of other rules. */
export async function rulesAfter(
  client: PoolClient,
  rules: OwnershipRule[],
  change: OwnershipChange,
): Promise<OwnershipRule[]> {
  if (change.change === "add") return [...rules, await ruleOf(client, NEWEST, change.rule)];
  if (change.change === "order") {
    assertSame(rules, change.ids);
    const place = new Map(change.ids.map((id, index) => [id, index]));
    return rules.map((rule) => ({ ...rule, priority: priorityAt(place.get(rule.id) ?? 0) }));
  }
  if (!rules.some(({ id }) => id === change.id)) throw notFound("This rule");
  const others = rules.filter(({ id }) => id !== change.id);
  return change.change === "remove" ? others : [...others, await ruleOf(client, change.id, change.rule)];
}

/** An order names every rule once. */
export function assertSame(rules: readonly { id: number }[], ids: readonly number[]): void {
  const named = new Set(ids);
  if (named.size !== ids.length || ids.length !== rules.length || !rules.every(({ id }) => named.has(id)))
    throw conflict("The rules have changed meanwhile: look at them again.", "rules_changed");
}
