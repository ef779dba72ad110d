import { SaxesParser } from "saxes";
import { ImportError } from "../types";

/** An element with all that is in it; names without their prefix. */
export interface XmlElement {
  name: string;
  attributes: Record<string, string>;
  children: XmlElement[];
  /** Its own text, trimmed; that of CDATA sections too. */
  text: string;
}

export type XmlPiece =
  /** An element that is not a unit begins; `path` ends with its name. */
  | { type: "open"; path: string[]; attributes: Record<string, string> }
  | { type: "unit"; path: string[]; element: XmlElement; line: number };

export interface XmlOptions {
  /** Is the element with these names, from the root down, given as a whole? What is in no unit is not kept. */
  isUnit(path: readonly string[]): boolean;
  /** Most characters of a unit. Default 32 Mi. */
  maxUnit?: number;
  /** Deepest nesting. Default 256. */
  maxDepth?: number;
}

const MiB = 1024 * 1024;

/**
 * Reads XML of any size with bounded memory, element by element. UTF-8 bytes in (`decoded`), whatever encoding the
 * declaration states. No document type is accepted, so there are no entities but the five of XML itself.
 * Errors are `ImportError` "malformed" with the line, or "too_large".
 */
export async function* xmlUnits(source: AsyncIterable<Uint8Array>, options: XmlOptions): AsyncGenerator<XmlPiece> {
  const reader = new Reader(options);
  const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  let before: string | null = "";
  for await (const chunk of source) {
    let text = decoder.decode(chunk, { stream: true });
    if (before !== null) {
      const start = beginning(before + text);
      before = start.rest;
      text = start.text;
    }
    yield* reader.push(text);
  }
  yield* reader.push((before ?? "") + decoder.decode());
  yield* reader.end();
}

/** Longest text in front of the first element that is looked through. */
const maxBefore = MiB;

/**
 * Some tools put comments or blank lines before the XML declaration, where none may be: they are left out.
 * `rest` is what waits for the next chunk; null once the document has begun.
 */
function beginning(text: string): { text: string; rest: string | null } {
  let at = 0;
  for (;;) {
    const blank = /^\s*/.exec(text.slice(at))?.[0].length ?? 0;
    at += blank;
    if (text.length - at < 9) return waiting(text.slice(at));
    if (!text.startsWith("<!--", at)) break;
    const end = text.indexOf("-->", at);
    if (end < 0) return waiting(text.slice(at));
    at = end + 3;
  }
  if (/^<!doctype/i.test(text.slice(at, at + 9))) throw documentType("line 1");
  return { text: text.slice(at), rest: null };
}

function waiting(rest: string): { text: string; rest: string } {
  if (rest.length > maxBefore) throw new ImportError("too_large", "no XML element within the first MiB");
  return { text: "", rest };
}

const documentType = (where: string) =>
  new ImportError("malformed", "a document type definition is not accepted: it could define entities", where);

class Reader {
  private readonly parser = new SaxesParser({ xmlns: false, position: true });
  private readonly path: string[] = [];
  /** The unit that is being read: its elements from the outermost in. */
  private readonly open: { element: XmlElement; parts: string[] }[] = [];
  private size = 0;
  private line = 1;
  private out: XmlPiece[] = [];

  constructor(private readonly options: XmlOptions) {
    this.parser.on("error", (error) => {
      const reason = error.message.replace(/^(?:undefined:)?\d+:\d+: /, "").replace(/\.$/, "");
      throw new ImportError("malformed", `invalid XML: ${reason.slice(0, 200)}`, this.where);
    });
    this.parser.on("doctype", () => {
      throw documentType(this.where);
    });
    this.parser.on("opentag", ({ name, attributes }) => this.begin(local(name), attributes));
    this.parser.on("closetag", () => this.finish());
    this.parser.on("text", (text) => this.text(text));
    this.parser.on("cdata", (text) => this.text(text));
  }

  private get where(): string {
    return `line ${this.parser.line}`;
  }

  push(text: string): XmlPiece[] {
    this.out = [];
    for (let at = 0; at < text.length; at += 65_536) this.parser.write(text.slice(at, at + 65_536));
    return this.out;
  }

  end(): XmlPiece[] {
    this.out = [];
    this.parser.close();
    return this.out;
  }

  private begin(name: string, given: Record<string, string>): void {
    if (this.path.length >= (this.options.maxDepth ?? 256)) {
      throw new ImportError("malformed", "elements are nested too deeply", this.where);
    }
    this.path.push(name);
    const attributes = Object.fromEntries(Object.entries(given).map(([key, value]) => [local(key), value]));
    if (this.open.length === 0) {
      if (!this.options.isUnit(this.path)) {
        this.out.push({ type: "open", path: [...this.path], attributes });
        return;
      }
      this.size = 0;
      this.line = this.parser.line;
    }
    this.grow(100);
    const element: XmlElement = { name, attributes, children: [], text: "" };
    this.open.at(-1)?.element.children.push(element);
    this.open.push({ element, parts: [] });
  }

  private text(text: string): void {
    const inner = this.open.at(-1);
    if (!inner) return;
    this.grow(text.length);
    inner.parts.push(text);
  }

  private grow(by: number): void {
    this.size += by;
    if (this.size > (this.options.maxUnit ?? 32 * MiB)) {
      throw new ImportError("too_large", `one <${this.open[0]?.element.name}> is larger than can be read`, this.where);
    }
  }

  private finish(): void {
    const closed = this.open.pop();
    if (closed) {
      closed.element.text = closed.parts.join("").trim();
      if (this.open.length === 0) {
        this.out.push({ type: "unit", path: [...this.path], element: closed.element, line: this.line });
      }
    }
    this.path.pop();
  }
}

const local = (name: string) => name.slice(name.indexOf(":") + 1);

/** The child elements of that name. */
export function childrenOf(element: XmlElement | undefined, name: string): XmlElement[] {
  return element?.children.filter((child) => child.name === name) ?? [];
}

/** The first child element of that name. */
export function childOf(element: XmlElement | undefined, name: string): XmlElement | undefined {
  return element?.children.find((child) => child.name === name);
}
