import { detectFormat } from "./detect";
import { importers } from "./registry";
import { skipNested, sniffText } from "./sniff";
import type { Importer, Sniff } from "./types";

/** A report in what a shell captured of a tool, where words of its log stand before it (`trivy … > file 2>&1`). */
export interface Captured {
  importer: Importer;
  /** Of the report alone. */
  sniff: Sniff;
  /** Lines before it. */
  before: number;
}

/** Values at the start of a line that are tried; a log in JSON may have as many before its report. */
const mostTries = 200;

/** A bracket that begins a line (or what a bar of progress was overwritten with) and JSON: not `[info] …`, `{name} …`. */
const begins = /(?<![^\r\n])[{[](?=[ \t]*(?:[{["\]}]|\r?\n|$))/g;

/**
 * The first JSON value at the start of a line that one of the importers knows. Only asked of what none of them knows as
 * it is: the log of a sensor is a format of its own.
 */
export function reportInLog({ text, whole, shape }: Sniff, among: readonly Importer[] = importers): Captured | null {
  if (shape !== "text" && shape !== "yaml" && shape !== "jsonl") return null;
  const found = new RegExp(begins);
  for (let tries = 0; tries < mostTries; tries++) {
    const at = found.exec(text)?.index;
    if (at === undefined) return null;
    const sniff = at === 0 ? null : sniffText(text.slice(at), whole);
    const importer = sniff && detectFormat(sniff, among);
    if (sniff && importer) return { importer, sniff, before: text.slice(0, at).split("\n").length - 1 };
    found.lastIndex = skipNested(text, at + 1) + 1;
  }
  return null;
}

const [NewLine, Return, Space, Tab, Quote, Backslash] = [0x0a, 0x0d, 0x20, 0x09, 0x22, 0x5c] as const;
const isOpen = (byte: number | undefined) => byte === 0x7b || byte === 0x5b;
const isClose = (byte: number | undefined) => byte === 0x7d || byte === 0x5d;
const isBlank = (byte: number | undefined) => byte === Space || byte === Tab;

/**
 * Leaves of a source the JSON values that begin a line, from the line after `before` on; everything else becomes blank,
 * so that lines and bytes keep their numbers. `left.lines` counts the lines that had something else.
 */
export async function* valuesOnly(
  source: AsyncIterable<Uint8Array>,
  before: number,
  left: { lines: number },
): AsyncGenerator<Uint8Array> {
  const machine = new Blanking(before, left);
  for await (const chunk of source) yield machine.push(chunk);
  const rest = machine.end();
  if (rest.length > 0) yield rest;
}

class Blanking {
  private depth = 0;
  private inText = false;
  private escaped = false;
  /** Nothing but blanks or values on this line so far. */
  private mayBegin = true;
  private line = 0;
  private counted = -1;
  /** A bracket whose next byte is not known yet, and blanks after it. */
  private held: Buffer = Buffer.alloc(0);

  constructor(
    private readonly before: number,
    private readonly left: { lines: number },
  ) {}

  push(chunk: Uint8Array): Buffer {
    return this.blanked(Buffer.concat([this.held, chunk]), false);
  }

  end(): Buffer {
    return this.blanked(Buffer.from(this.held), true);
  }

  private blanked(bytes: Buffer, last: boolean): Buffer {
    this.held = Buffer.alloc(0);
    for (let at = 0; at < bytes.length; at++) {
      const byte = bytes[at] as number;
      if (this.depth > 0) this.inside(byte);
      else if (byte === NewLine || byte === Return) {
        if (byte === NewLine) this.line++;
        this.mayBegin = true;
      } else if (this.mayBegin && this.line >= this.before && isOpen(byte)) {
        let next = at + 1;
        while (isBlank(bytes[next])) next++;
        if (next === bytes.length && !last) {
          this.held = Buffer.from(bytes.subarray(at));
          return bytes.subarray(0, at);
        }
        if (opensValue(bytes[next])) this.depth = 1;
        else this.blank(bytes, at);
      } else if (!isBlank(byte)) this.blank(bytes, at);
    }
    return bytes;
  }

  private inside(byte: number): void {
    if (byte === NewLine) this.line++;
    if (this.escaped) this.escaped = false;
    else if (byte === Quote) this.inText = !this.inText;
    else if (this.inText) this.escaped = byte === Backslash;
    else if (isOpen(byte)) this.depth++;
    else if (isClose(byte)) this.depth--;
  }

  private blank(bytes: Buffer, at: number): void {
    bytes[at] = Space;
    this.mayBegin = false;
    if (this.counted !== this.line) this.left.lines++;
    this.counted = this.line;
  }
}

const opensValue = (next: number | undefined) =>
  next === undefined || next === NewLine || next === Return || next === Quote || isOpen(next) || isClose(next);
