import { parseDocument } from "yaml";
import { ImportError } from "../types";
import type { DocumentPiece } from "./documents";

/** Lines of one document, list item or what is around the items, and where they begin. */
class Lines {
  private lines: string[] = [];
  private size = 0;
  private first = 0;
  /** Anything but blank lines, comments, directives and markers. */
  hasContent = false;

  constructor(private readonly maxBytes: number) {}

  add(line: string, number: number): void {
    if (this.lines.length === 0) this.first = number;
    this.lines.push(line);
    this.size += line.length + 1;
    this.hasContent ||= !/^(\s*(#.*)?|%.*|---\s*(#.*)?)$/.test(line);
    if (this.size > this.maxBytes) {
      throw new ImportError("too_large", "this YAML document is larger than can be read", `line ${this.first}`);
    }
  }

  get where(): string {
    return `line ${this.first}`;
  }

  /** Native value of the lines; "malformed" if they aren't YAML or expand without end. */
  parse(): unknown {
    try {
      const document = parseDocument(this.lines.join("\n"), { uniqueKeys: false, merge: true, logLevel: "silent" });
      const [error] = document.errors;
      if (!error) return document.toJS({ maxAliasCount: 100 }) as unknown;
      const line = this.first + (error.linePos?.[0].line ?? 1) - 1;
      const says = (error.message.split("\n")[0] ?? "").replace(/ at line \d+, column \d+:?$/, "");
      throw new ImportError("malformed", `invalid YAML: ${says}`, `line ${line}`);
    } catch (error) {
      if (error instanceof ImportError) throw error;
      const what = error instanceof ReferenceError ? "its aliases expand without end" : "it is nested too deep";
      throw new ImportError("malformed", `invalid YAML: ${what}`, this.where);
    }
  }
}

/**
 * The YAML side of `documents`. Documents are cut at their markers (which no scalar may contain at the
 * start of a line), the items of a block list `items:` at their dashes, and each cut is parsed by itself.
 * So anchors don't reach from one item to another; no tool that prints lists of objects uses them.
 */
export async function* yamlDocuments(
  source: AsyncIterable<Uint8Array>,
  maxBytes: number,
): AsyncGenerator<DocumentPiece, void, undefined> {
  let document = 0;
  let number = 0;
  let around = new Lines(maxBytes);
  let item = new Lines(maxBytes);
  /** Spaces before the dash of the items; -1 outside of a list, null when `items:` has just been read. */
  let indent: number | null = -1;
  let head: unknown = null;

  function* flushItem(): Generator<DocumentPiece> {
    if (!item.hasContent) return;
    const [value] = item.parse() as unknown[];
    yield { value, where: item.where, document, item: true, head };
    item = new Lines(maxBytes);
  }
  function* flushDocument(): Generator<DocumentPiece> {
    yield* flushItem();
    if (around.hasContent) {
      const { where } = around;
      const value = around.parse();
      if (Array.isArray(value)) {
        for (const element of value) yield { value: element, where, document, item: true, head: null };
      }
      yield { value: Array.isArray(value) ? [] : value, where, document, item: false, head: null };
      document++;
    }
    around = new Lines(maxBytes);
    indent = -1;
    head = null;
  }

  for await (const line of linesOf(source, maxBytes)) {
    number++;
    if (/^(---|\.\.\.)(\s|$)/.test(line)) {
      yield* flushDocument();
      if (line.startsWith("---")) around.add(line, number);
      continue;
    }
    const blank = /^\s*(#.*)?$/.test(line);
    if (indent === null && !blank) {
      const dash = /^( *)-(\s|$)/.exec(line)?.[1];
      around.add(dash === undefined ? "items:" : "items: []", number);
      indent = dash === undefined ? -1 : dash.length;
      if (dash !== undefined) head = around.parse();
    }
    if (indent !== null && indent >= 0 && !blank) {
      const spaces = line.length - line.trimStart().length;
      const dashed = spaces === indent && /^-(\s|$)/.test(line.slice(spaces));
      if (dashed || spaces <= indent) yield* flushItem();
      if (!dashed && spaces <= indent) indent = -1;
    }
    if (indent === -1 && /^items:\s*(#.*)?$/.test(line) && !blank) indent = null;
    else if (indent !== null && indent >= 0) item.add(line, number);
    else around.add(line, number);
  }
  if (indent === null) around.add("items:", number);
  yield* flushDocument();
}

/** Lines without their end. One line above `maxBytes` is "too_large". */
async function* linesOf(source: AsyncIterable<Uint8Array>, maxBytes: number): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = "";
  for await (const chunk of source) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split("\n");
    rest = lines.pop() ?? "";
    if (rest.length > maxBytes) throw new ImportError("too_large", "this line is larger than can be read");
    for (const line of lines) yield line.endsWith("\r") ? line.slice(0, -1) : line;
  }
  rest += decoder.decode();
  if (rest !== "") yield rest.endsWith("\r") ? rest.slice(0, -1) : rest;
}
