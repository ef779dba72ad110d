/** Can this be stored by PostgreSQL as it is? It takes neither NUL nor half a surrogate pair, which JSON both allows. */
function isClean(text: string): boolean {
  return !text.includes("\0") && !HALF_PAIR.test(text);
}

/** With the flag `u` a whole pair is one character, so this finds halves only. */
const HALF_PAIR = /\p{Surrogate}/u;
const HALF_PAIRS = /\p{Surrogate}/gu;

function cleanText(text: string): string {
  return isClean(text) ? text : text.replaceAll("\0", "").replaceAll(HALF_PAIRS, "\uFFFD");
}

/**
 * The same value with every text in it fit to be stored, keys included; the very same object where all of them are.
 * What comes from a file passes here once, before anything of it is a key, a hash or a parameter.
 */
export function clean<T>(value: T): T {
  return cleaned(value) as T;
}

function cleaned(value: unknown): unknown {
  if (typeof value === "string") return cleanText(value);
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) {
    const items = value.map(cleaned);
    return items.some((item, index) => item !== value[index]) ? items : value;
  }
  let copy: Record<string, unknown> | null = null;
  for (const [key, item] of Object.entries(value)) {
    const name = cleanText(key);
    const now = cleaned(item);
    if (name === key && now === item) continue;
    copy ??= { ...value } as Record<string, unknown>;
    if (name !== key) delete copy[key];
    copy[name] = now;
  }
  return copy ?? value;
}
