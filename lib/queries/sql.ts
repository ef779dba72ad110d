import { fingerprint } from "@/lib/domain/identity/fingerprint";

/** Values of a statement that is put together from parts; `add` gives the placeholder, with its type. */
export class Parameters {
  readonly values: unknown[] = [];

  add(value: unknown, type: string): string {
    this.values.push(value);
    return `$${this.values.length}::${type}`;
  }
}

/** Conditions joined by AND; nothing to say is true. */
export function all(conditions: readonly string[]): string {
  return conditions.length === 0 ? "true" : conditions.join(" AND ");
}

/** `%` and `_` of what a person typed stand for themselves in a LIKE pattern. */
export function likePattern(text: string): string {
  return `%${text.replace(/[\\%_]/g, (sign) => `\\${sign}`)}%`;
}

const names = new Map<string, string>();

/**
 * A statement under a name of its own, so that a connection plans it a few times and not at every read. Only for a text that
 * takes few forms, and whose best plan does not depend on the values.
 */
export function prepared(text: string, { values }: Parameters): { name: string; text: string; values: unknown[] } {
  // By its text: a bundle may hold this module more than once, and all of them share the connections.
  const name = names.get(text) ?? `prepared-${fingerprint(text)}`;
  names.set(text, name);
  return { name, text, values };
}
