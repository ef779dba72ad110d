import type { Sniff } from "./types";

const sniffBytes = 64 * 1024;

/**
 * Reads the first 64 KiB of a decoded source for `detectFormat` and gives back the whole source.
 * `source` of the result can be read once.
 */
export async function sniffSource(
  source: AsyncIterable<Uint8Array>,
): Promise<{ sniff: Sniff; source: AsyncIterable<Uint8Array> }> {
  const reader = source[Symbol.asyncIterator]();
  const seen: Uint8Array[] = [];
  let bytes = 0;
  let whole = false;
  while (bytes < sniffBytes) {
    const next = await reader.next();
    if (next.done) {
      whole = true;
      break;
    }
    seen.push(next.value);
    bytes += next.value.byteLength;
  }
  const head = Buffer.concat(seen).subarray(0, sniffBytes);
  async function* all(): AsyncGenerator<Uint8Array> {
    try {
      yield* seen.splice(0);
      while (!whole) {
        const next = await reader.next();
        if (next.done) return;
        yield next.value;
      }
    } finally {
      await reader.return?.();
    }
  }
  // A character cut in two at the end is left out.
  const text = new TextDecoder().decode(head, { stream: true });
  return { sniff: sniffText(text, whole && bytes <= sniffBytes), source: all() };
}

/** What can be said of a file by its first characters. */
export function sniffText(text: string, whole: boolean): Sniff {
  const start = text.trimStart();
  if (start === "") return { text, whole, shape: "empty", keys: [], root: null };
  if (start.startsWith("{") || start.startsWith("[")) {
    const { keys, end } = jsonKeys(start);
    if (keys !== null) {
      const root = start.startsWith("{") ? "object" : "array";
      const more = end >= 0 && /\S/.test(start.slice(end));
      return { text, whole, shape: more ? "jsonl" : "json", keys, root };
    }
  }
  if (/^<(\?xml|!--|!DOCTYPE|[A-Za-z_])/.test(start)) return { text, whole, shape: "xml", keys: [], root: null };
  const keys = yamlKeys(text);
  return { text, whole, shape: keys.length > 0 ? "yaml" : "text", keys, root: null };
}

/**
 * Top-level keys of a JSON object, or of the first object in an array, as far as the text goes or is sound; null when
 * it cannot be JSON. `end` is where the first value ends, -1 when that isn't known.
 */
function jsonKeys(text: string): { keys: string[] | null; end: number } {
  const keys: string[] = [];
  const tokens = /\s*("[^"\\]*(?:\\.[^"\\]*)*"|[{}[\]:,]|[^\s{}[\]:,"]+|")/gsy;
  const open: string[] = [];
  let keyDepth = text.startsWith("{") ? 1 : 2;
  let before = "";
  // With a key it is JSON that is broken further on.
  const seen = () => (keys.length > 0 ? keys : null);
  for (;;) {
    const token = tokens.exec(text)?.[1];
    if (token === undefined || token === '"') return { keys, end: -1 };
    if (token === ":" && before.startsWith('"') && open.length === keyDepth && open.at(-1) === "{") {
      keys.push(parsedKey(before));
    }
    if (token === "{" || token === "[") {
      open.push(token);
      // No key at this depth counts, so nothing but brackets and quotes is looked at.
      const isValue = before === ":" || open.at(-2) === "[";
      if (isValue && open.length > keyDepth) tokens.lastIndex = skipNested(text, tokens.lastIndex);
    } else if (token === "}" || token === "]") {
      if (open.pop() !== (token === "}" ? "{" : "[")) return { keys: seen(), end: -1 };
      if (open.length === 0) return { keys, end: tokens.lastIndex };
      if (open.length === 1 && keyDepth === 2) keyDepth = 0;
    } else if (/^[A-Za-z]/.test(token) && !/^(true|false|null|NaN|Infinity)/.test(token)) {
      return { keys: seen(), end: -1 };
    }
    before = token;
  }
}

/** Where what was opened before `from` closes: at its bracket, or behind the text. */
export function skipNested(text: string, from: number): number {
  let depth = 1;
  let at = from;
  for (; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) {
      for (at++; at < text.length && text.charCodeAt(at) !== QUOTE; at++) if (text.charCodeAt(at) === BACKSLASH) at++;
    } else if (code === OPEN_BRACE || code === OPEN_BRACKET) depth++;
    else if ((code === CLOSE_BRACE || code === CLOSE_BRACKET) && --depth === 0) return at;
  }
  return at;
}

const [QUOTE, BACKSLASH, OPEN_BRACE, CLOSE_BRACE, OPEN_BRACKET, CLOSE_BRACKET] = [34, 92, 123, 125, 91, 93];

function parsedKey(token: string): string {
  try {
    return JSON.parse(token) as string;
  } catch {
    return token.slice(1, -1);
  }
}

/** Keys at the left margin of the first YAML document that has any. */
function yamlKeys(text: string): string[] {
  const keys: string[] = [];
  for (const line of text.split(/\r?\n/)) {
    if (/^---(\s|$)/.test(line) && keys.length > 0) break;
    const key = /^(?:"([^"]+)"|'([^']+)'|([A-Za-z_$][\w./$-]*))\s*:(?:\s|$)/.exec(line);
    if (key) keys.push(key[1] ?? key[2] ?? key[3] ?? "");
    else if (keys.length === 0 && !/^(\s*(#.*)?|---.*|%.*|- .*)$/.test(line)) break;
  }
  return keys;
}
