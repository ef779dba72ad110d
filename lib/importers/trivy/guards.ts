import { ImportError } from "../types";

/** A JSON object whose members are not checked yet. */
export type Json = Record<string, unknown>;

export function isObject(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/**
 * A text, trimmed; "" for anything else. A wrong scalar is like a missing one: no tool output is refused for it.
 * Without NUL, which no database column of text takes.
 */
export function textOf(value: unknown): string {
  if (typeof value !== "string") return "";
  return value.includes("\0") ? value.replaceAll("\0", "").trim() : value.trim();
}

/** A text of a list, without the ones that are not texts. */
export function textsOf(value: unknown): string[] {
  return Array.isArray(value) ? value.map(textOf).filter((text) => text !== "") : [];
}

/**
 * The object under a key; null when it is missing or null.
 * Throws ImportError "malformed" when something else stands there. `where` is the path of the parent.
 */
export function objectAt(parent: Json, key: string, where: string): Json | null {
  const value = parent[key];
  if (value === undefined || value === null) return null;
  if (!isObject(value)) throw wrong("an object", value, below(where, key));
  return value;
}

/** The list under a key; empty when it is missing or null. Throws as `objectAt` does. */
export function listAt(parent: Json, key: string, where: string): unknown[] {
  const value = parent[key];
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) throw wrong("a list", value, below(where, key));
  return value;
}

/** The root of a document has no name of its own. */
const below = (where: string, key: string) => (where === "" ? key : `${where}.${key}`);

/** Throws ImportError "malformed" unless the value is an object. */
export function mustBeObject(value: unknown, where: string): Json {
  if (!isObject(value)) throw wrong("an object", value, where);
  return value;
}

export function wrong(expected: string, value: unknown, where: string): ImportError {
  return new ImportError("malformed", `expected ${expected}, found ${nameOf(value)}`, where);
}

function nameOf(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "a list";
  return typeof value === "object" ? "an object" : `a ${typeof value}`;
}

const timestamp = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d)$/;

/** An RFC 3339 time as ISO text in UTC with milliseconds; null for anything else and for Go's zero time. */
export function isoTime(value: unknown): string | null {
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString();
  const text = textOf(value);
  if (!timestamp.test(text)) return null;
  const time = Date.parse(text);
  return Number.isNaN(time) || time <= 0 ? null : new Date(time).toISOString();
}

/** At most `max` characters, never half of a surrogate pair. */
export function clip(text: string, max: number): string {
  if (text.length <= max) return text;
  const end = /[\uD800-\uDBFF]/.test(text[max - 1] ?? "") ? max - 1 : max;
  return `${text.slice(0, end)}…`;
}
