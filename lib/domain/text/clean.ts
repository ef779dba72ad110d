/** Can this be stored by PostgreSQL as it is? It takes neither NUL nor half a surrogate pair, which JSON both allows. */
function isClean(text: string): boolean {
  return !text.includes("\0") && (text as WellFormed).isWellFormed();
}

/** In every Node that we run on (20), but in the types of ES2024 only. */
type WellFormed = string & { isWellFormed(): boolean };

/** With the flag `u` a whole pair is one character, so this finds halves only. */
const HALF_PAIRS = /\p{Surrogate}/gu;

function cleanText(text: string): string {
  return isClean(text) ? text : text.replaceAll("\0", "").replaceAll(HALF_PAIRS, "\uFFFD");
}

/**
 * The same value with every text in it fit to be stored, keys included; the very same object where all of them are.
 * What comes from a file or a request passes here once, before anything of it is a key, a hash or a parameter.
 */
export function clean<T>(value: T): T {
  return cleaned(value) as T;
}

/** The same, but for the members of these names, which stay as they are. */
export function cleanBut<T extends object>(value: T, names: ReadonlySet<string>): T {
  return cleanedObject(value as Record<string, unknown>, names) as T;
}

/** Keys that were found to be clean. They come again in every entry; hostile ones must not fill the memory. */
const cleanKeys = new Set<string>();
const MOST_KEYS = 10_000;

function cleanKey(key: string): string {
  if (cleanKeys.has(key)) return key;
  const name = cleanText(key);
  if (name === key && key.length < 100 && cleanKeys.size < MOST_KEYS) cleanKeys.add(key);
  return name;
}

function cleaned(value: unknown): unknown {
  if (typeof value === "string") return cleanText(value);
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return cleanedList(value);
  return cleanedObject(value as Record<string, unknown>, null);
}

function cleanedObject(given: Record<string, unknown>, but: ReadonlySet<string> | null): Record<string, unknown> {
  let copy: Record<string, unknown> | null = null;
  for (const key in given) {
    if (but?.has(key)) continue;
    const name = cleanKey(key);
    const item = given[key];
    const now = cleaned(item);
    if (name === key && now === item) continue;
    copy ??= { ...given };
    if (name !== key) delete copy[key];
    copy[name] = now;
  }
  return copy ?? given;
}

function cleanedList(list: unknown[]): unknown[] {
  let copy: unknown[] | null = null;
  for (let i = 0; i < list.length; i++) {
    const now = cleaned(list[i]);
    if (now === list[i]) continue;
    copy ??= [...list];
    copy[i] = now;
  }
  return copy ?? list;
}
