import { fingerprint } from "../domain/identity/fingerprint";

/** One line of at most `max` characters, without control characters; for evidence and messages. */
export function excerpt(text: string, max: number): string {
  const line = text.replace(/[\p{Cc}\s]+/gu, " ").trim();
  return line.length > max ? `${line.slice(0, max)}…` : line;
}

/** The value as an object, or null. */
export function objectOf(value: unknown): Record<string, unknown> | null {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : null;
}

/** The objects of a list; nothing when it isn't one. */
export function objectsOf(value: unknown): Record<string, unknown>[] {
  return Array.isArray(value) ? value.filter((one) => objectOf(one) !== null) : [];
}

/** A string that isn't empty, else null. */
export function stringOf(value: unknown): string | null {
  return typeof value === "string" && value !== "" ? value : null;
}

/** A text that is too long for a key is cut, never within a character, and told apart from others by its hash. */
export function bounded(text: string, max: number): string {
  if (text.length <= max) return text;
  const end = /[\uD800-\uDBFF]/.test(text[max - 34] ?? "") ? max - 34 : max - 33;
  return `${text.slice(0, end)}…${fingerprint(text)}`;
}
