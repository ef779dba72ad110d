import { detectFormat } from "./detect";
import { importers } from "./registry";
import { sniffText } from "./sniff";
import { isoTime } from "./trivy/guards";

/** So many bytes of a file are looked at. */
export const STAMP_BYTES = 64 * 1024;

export interface Stamps {
  /** From, to: the bytes between the quotes of each stamp, in order. */
  cuts: [number, number][];
  /** The time of the run, ISO; null where there is none. */
  time: string | null;
}

const NONE: Stamps = { cuts: [], time: null };
const [QUOTE, BACKSLASH, COMMA, COLON] = [0x22, 0x5c, 0x2c, 0x3a];

/**
 * Where the stamps (`Importer.stamps`) stand in the first bytes of a file. None in what is no JSON object, is zipped or
 * in UTF-16; what stands behind these bytes counts as content.
 * @param head the first STAMP_BYTES of the file, or all of it
 */
export function stampsOf(head: Buffer, whole: boolean, format?: string): Stamps {
  // Whatever else a file begins with has no importer with stamps: most uploads need no closer look.
  if (head[0] !== 0x7b) return NONE;
  const importer = format
    ? importers.find((known) => known.format === format)
    : importers.some((known) => known.stamps?.some((name) => head.includes(`"${name}"`)))
      ? detectFormat(sniffText(new TextDecoder().decode(head, { stream: true }), whole))
      : null;
  return importer?.stamps ? stampsIn(head, importer.stamps) : NONE;
}

/** The same with the names given. */
export function stampsIn(head: Buffer, names: readonly string[]): Stamps {
  const cuts: [number, number][] = [];
  const seen = new Map<string, string>();
  for (const { key, from, to } of textMembers(head)) {
    if (!names.includes(key)) continue;
    // Of two of one name the later holds, and it may stand anywhere.
    if (seen.has(key)) return NONE;
    const text = parsed(head, from - 1, to + 1);
    if (text === null) return NONE;
    seen.set(key, text);
    cuts.push([from, to]);
  }
  return { cuts, time: isoTime(seen.get(names[0] ?? "")) };
}

/** Members of the outermost object whose values are texts, as far as the bytes go and are JSON. */
function* textMembers(head: Buffer): Generator<{ key: string; from: number; to: number }> {
  let at = blank(head, 1);
  while (head[at] === QUOTE) {
    const end = behindText(head, at);
    const key = end < 0 ? null : parsed(head, at, end);
    if (key === null) return;
    at = blank(head, end);
    if (head[at] !== COLON) return;
    at = blank(head, at + 1);
    const next = behindValue(head, at);
    if (next < 0) return;
    if (head[at] === QUOTE) yield { key, from: at + 1, to: next - 1 };
    at = blank(head, next);
    if (head[at] !== COMMA) return;
    at = blank(head, at + 1);
  }
}

function parsed(head: Buffer, from: number, to: number): string | null {
  try {
    return JSON.parse(head.toString("utf8", from, to)) as string;
  } catch {
    return null;
  }
}

function blank(head: Buffer, from: number): number {
  let at = from;
  while (head[at] === 0x20 || head[at] === 0x0a || head[at] === 0x0d || head[at] === 0x09) at++;
  return at;
}

/** Behind the closing quote of the text that begins at `from`; -1 when it does not end here. */
function behindText(head: Buffer, from: number): number {
  for (let at = from + 1; at < head.length; at++) {
    if (head[at] === QUOTE) return at + 1;
    if (head[at] === BACKSLASH) at++;
  }
  return -1;
}

/** Behind the value that begins at `from`; -1 when it does not end here. */
function behindValue(head: Buffer, from: number): number {
  if (head[from] === QUOTE) return behindText(head, from);
  let depth = 0;
  for (let at = from; at < head.length; at++) {
    const byte = head[at];
    if (byte === QUOTE) {
      at = behindText(head, at) - 1;
      if (at < 0) return -1;
    } else if (byte === 0x7b || byte === 0x5b) depth++;
    else if (byte === 0x7d || byte === 0x5d) {
      if (--depth === 0) return at + 1;
      if (depth < 0) return at;
    } else if (byte === COMMA && depth === 0) return at;
  }
  return -1;
}
