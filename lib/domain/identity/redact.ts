import { createHmac } from "node:crypto";

const mask = "********";
/** Below this length two characters at either end would give away too much. */
const longEnough = 12;

/** Keeps first and last two characters of a text of twelve or more, else nothing. The mask hides the length. */
function shorten(text: string): string {
  const characters = Array.from(text);
  if (characters.length < longEnough) return mask;
  return characters.slice(0, 2).join("") + mask + characters.slice(-2).join("");
}

/**
 * What may be kept of a secret: a shortened form to recognise it by, and a keyed digest (HMAC-SHA256, 16 hexadecimal
 * digits) that says whether two are equal and cannot be guessed without the key of this installation.
 */
export function redactSecret(text: string, key: string): { shown: string; digest: string } {
  return { shown: shorten(text), digest: createHmac("sha256", key).update(text).digest("hex").slice(0, 16) };
}

/** Pieces that could be a secret: after `=` or `:`, or any long run of characters that tokens are made of. */
const assigned = /([=:]\s*)("[^"]*"?|'[^']*'?|[^\s"',;]+)/g;
const token = /[A-Za-z0-9+/_.~!$%&#@*-]{12,}/g;
const masked = /\*{4,}/;

/**
 * The excerpt that a secret scanner prints, safe to show: long runs of asterisks stay as the scanner wrote them;
 * assigned values and token-like words that it left in clear are masked. Applying it again changes nothing.
 */
export function maskMatch(text: string): string {
  const values = text.replace(assigned, (_, sign: string, value: string) => sign + maskValue(value));
  return values.replace(token, (word) => (looksSecret(word) ? maskRest(word) : word));
}

function maskValue(value: string): string {
  const quote = /^["']/.exec(value)?.[0] ?? "";
  const inner = quote ? value.replace(/^["']|["']$/g, "") : value;
  if (inner === "") return value;
  return quote + maskRest(inner) + quote;
}

/** Of a word that is already masked in part, at most two characters at either end (or the ruler of a PEM block) stay in clear. */
function maskRest(word: string): string {
  if (!masked.test(word)) return mask;
  const run = masked.exec(word)?.[0] ?? mask;
  return /^(?:[^*]{0,2}|[A-Z]*-{5})\*{4,}(?:[^*]{0,2}|-{5}[A-Z]*)$/.test(word) ? word : run;
}

/** Digits and letters mixed, or both cases within: words, paths and rulers of dashes are left alone. */
function looksSecret(word: string): boolean {
  if (masked.test(word)) return true;
  return /\d/.test(word) ? /[A-Za-z]/.test(word) : /[a-z][A-Z]/.test(word);
}
