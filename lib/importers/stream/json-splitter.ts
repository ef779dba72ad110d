import { ImportError } from "../types";
import { Capture } from "./json-capture";
import {
  type JsonPath,
  type JsonPiece,
  type KnownPiece,
  type Pattern,
  patternOf,
  showPath,
  walkable,
} from "./json-path";

export interface SplitOptions {
  arrays: readonly (readonly string[])[];
  /** Elements up to this size come whole, larger ones are opened if they can be. Default 4 MiB. */
  unitBytes?: number;
  /** Most bytes of an element that cannot be opened, and of what is left of an opened one. Default 32 MiB. */
  maxElementBytes?: number;
  /** Most bytes of a document outside of the named arrays. Default 32 MiB. */
  maxRestBytes?: number;
  /** Deepest nesting of a value. Default 512. */
  maxDepth?: number;
  /** Accept any number of documents, one after another. */
  many?: boolean;
}

export interface RecallOptions extends SplitOptions {
  /** Asked as a named array begins, with what its `list` has: knows elements that need not be parsed. */
  memory: (path: JsonPath, head: unknown) => ElementMemory | null;
}

/** Knows elements by their bytes. */
export interface ElementMemory {
  /** Number of a known element, which then comes as `known`; -1: it is parsed. */
  recognise(bytes: Buffer): number;
  /** Handed on with the element that was asked for last and was not known. */
  mark: unknown;
}

/** A container that is walked member by member; values that aren't are captured whole. */
interface Frame {
  array: boolean;
  pattern: Pattern;
  /** What this container becomes in `rest`. */
  value: Record<string, unknown>;
  /** Number of the element, or key of the member, that is being read. */
  step: string | number;
  /** Named keys that were seen. */
  named: Set<string>;
  opened: Opened;
  /** This is the document or the opened element itself, not a container inside it. */
  outermost: boolean;
  line: number;
  memory: { of: ElementMemory; path: JsonPath } | null;
}

/** A document, or an element that was too large to come whole. */
interface Opened {
  value: unknown;
  bytes: number;
  maxBytes: number;
}

type Expected = "document" | "value" | "value or ]" | "key or }" | "key" | "colon" | "comma or end";

/** RFC 7464 puts one before each document. */
const RecordSeparator = 0x1e;
/** Some people join JSON documents as if they were YAML. */
const yamlMarker = Buffer.from("---");
const MiB = 1024 * 1024;
const defaults = { unitBytes: 4 * MiB, maxElementBytes: 32 * MiB, maxRestBytes: 32 * MiB, maxDepth: 512, many: false };
const [Quote, Comma, Colon, OpenArray, CloseArray, CloseObject] = [0x22, 0x2c, 0x3a, 0x5b, 0x5d, 0x7d] as const;

/** The machine behind `splitJson`: bytes in, pieces out, no waiting. */
export class JsonSplitter {
  private readonly limits: Required<Omit<SplitOptions, "arrays">>;
  private readonly memory: RecallOptions["memory"] | undefined;
  private readonly root: Pattern;
  private readonly frames: Frame[] = [];
  private readonly capture = new Capture();
  private out: (JsonPiece | KnownPiece)[] = [];
  private expected: Expected = "document";
  private document = 0;
  private capturesKey = false;
  private captureLimit = 0;
  private captureLine = 1;
  /** What is being read; offset and line of its first byte. */
  private chunk: Buffer = Buffer.alloc(0);
  private base = 0;
  private line = 1;
  private counted = { at: 0, line: 1, newline: -1 };

  constructor({ arrays, memory, ...limits }: SplitOptions & Partial<RecallOptions>) {
    this.root = patternOf(arrays);
    this.memory = memory;
    this.limits = { ...defaults, ...limits };
  }

  /** Pieces that are complete with this chunk. Later calls don't touch the array. */
  push(chunk: Buffer): (JsonPiece | KnownPiece)[] {
    this.out = [];
    this.read(chunk, this.line);
    this.line = this.lineAt(chunk.length);
    this.base += chunk.length;
    return this.out;
  }

  end(): (JsonPiece | KnownPiece)[] {
    this.out = [];
    this.read(Buffer.alloc(0), this.line);
    const { capture } = this;
    if (capture.active && this.frames.length === 0 && capture.isScalar) this.finish(0, 0);
    if (capture.active || this.expected !== "document") this.fail(`the file ends inside ${showPath(this.path())}`, 0);
    if (this.document === 0 && !this.limits.many) this.fail("the file is empty", 0);
    return this.out;
  }

  private read(chunk: Buffer, line: number): void {
    this.chunk = chunk;
    this.line = line;
    this.counted = { at: 0, line, newline: -1 };
    const { capture } = this;
    let at = 0;
    while (at < chunk.length) {
      if (!capture.active) {
        const byte = chunk[at] as number;
        at = byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09 ? at + 1 : this.step(byte, at);
        continue;
      }
      const start = at;
      const maxDepth = this.limits.maxDepth - this.frames.length;
      at = capture.feed(chunk, at, maxDepth);
      if (!capture.active) this.finish(start, at);
      else if (capture.depth > maxDepth) this.fail(`nested deeper than ${this.limits.maxDepth} levels`, at - 1);
      else if (capture.bytes + at - start > this.captureLimit)
        this.overflow(capture.take(chunk.subarray(start, at)), at);
      else capture.keep(chunk.subarray(start, at));
    }
  }

  /** One byte of structure in a walked container; returns where to go on. */
  private step(byte: number, at: number): number {
    const frame = this.frames.at(-1);
    switch (this.expected) {
      case "document":
        if (this.limits.many && byte === RecordSeparator) return at + 1;
        if (this.document > 0 && !this.limits.many) this.fail("there is more after the end of the document", at);
        return this.begin(byte, at);
      case "value or ]":
        return byte === CloseArray ? this.close(at) : this.begin(byte, at);
      case "value":
        return this.begin(byte, at);
      case "key or }":
        if (byte === CloseObject) return this.close(at);
        return byte === Quote ? this.begin(byte, at) : this.refuse(byte, at);
      case "key":
        return byte === Quote ? this.begin(byte, at) : this.refuse(byte, at);
      case "colon":
        this.expected = "value";
        return byte === Colon ? at + 1 : this.refuse(byte, at);
      case "comma or end":
        if (byte === (frame?.array ? CloseArray : CloseObject)) return this.close(at);
        this.expected = frame?.array ? "value" : "key";
        return byte === Comma ? at + 1 : this.refuse(byte, at);
    }
  }

  /** A key or a value begins: walk into it, or capture it. */
  private begin(byte: number, at: number): number {
    if (byte === Comma || byte === Colon || byte === CloseArray || byte === CloseObject) this.refuse(byte, at);
    const frame = this.frames.at(-1);
    this.capturesKey = this.expected === "key" || this.expected === "key or }";
    const pattern = this.capturesKey ? null : this.patternHere();
    const open = walkable(pattern, byte);
    this.captureLine = this.lineAt(at);
    if (open && pattern && (!frame?.array || this.limits.unitBytes === 0)) return this.walk(pattern, byte, at);
    if (!frame) this.captureLimit = this.limits.maxRestBytes;
    else if (frame.array) this.captureLimit = open ? this.limits.unitBytes : this.limits.maxElementBytes;
    else this.captureLimit = frame.opened.maxBytes - frame.opened.bytes;
    this.capture.begin(byte);
    return at;
  }

  /** Goes into the container that begins at `at`. */
  private walk(pattern: Pattern, byte: number, at: number): number {
    const parent = this.frames.at(-1);
    const array = byte === OpenArray;
    const value = (array ? [] : {}) as Record<string, unknown>;
    const outermost = !parent || parent.array;
    const maxBytes = parent ? this.limits.maxElementBytes : this.limits.maxRestBytes;
    const opened = outermost ? { value, bytes: 0, maxBytes } : parent.opened;
    if (parent && !outermost) setMember(parent.value, String(parent.step), value);
    const path = array ? this.path() : [];
    if (array) this.out.push({ type: "list", document: this.document, path, head: opened.value });
    const known = array ? this.memory?.(path, opened.value) : null;
    const memory = known ? { of: known, path } : null;
    const step = array ? 0 : "";
    const line = this.captureLine;
    this.frames.push({ array, pattern, value, step, named: new Set(), opened, outermost, line, memory });
    this.expected = array ? "value or ]" : "key or }";
    return at + 1;
  }

  /** A captured key or value is complete. */
  private finish(start: number, at: number): void {
    this.capture.active = false;
    const bytes = this.capture.take(this.chunk.subarray(start, at));
    if (bytes.length > this.captureLimit) this.overflow(bytes, at);
    else this.accept(bytes, at);
  }

  private accept(bytes: Buffer, at: number): void {
    const frame = this.frames.at(-1);
    if (!frame && this.limits.many && bytes.equals(yamlMarker)) return;
    const { document, captureLine: line } = this;
    if (frame?.memory) {
      const { of, path } = frame.memory;
      const entry = of.recognise(bytes);
      if (entry >= 0) this.out.push({ type: "known", document, path, entry, bytes });
      else {
        const mark = of.mark === null ? {} : { mark: of.mark };
        this.out.push({ type: "element", document, path: this.path(), value: this.parse(bytes, at), line, ...mark });
      }
      this.next(frame);
      return;
    }
    const value = this.parse(bytes, at);
    if (!frame) {
      this.out.push({ type: "rest", document, path: [], value, line });
      this.document++;
    } else if (this.capturesKey) this.startMember(frame, value as string, bytes.length, at);
    else {
      if (frame.array) this.out.push({ type: "element", document, path: this.path(), value, line });
      else setMember(frame.value, String(frame.step), value);
      if (!frame.array) frame.opened.bytes += bytes.length;
      this.next(frame);
    }
  }

  private startMember(frame: Frame, key: string, bytes: number, at: number): void {
    if (frame.pattern.keys.has(key)) {
      if (frame.named.has(key)) this.fail(`the key ${JSON.stringify(key)} occurs twice`, at - bytes);
      frame.named.add(key);
    }
    frame.step = key;
    frame.opened.bytes += bytes;
    this.expected = "colon";
  }

  /** More was captured than may come whole: open it if it holds named arrays. */
  private overflow(bytes: Buffer, at: number): void {
    this.capture.active = false;
    const frame = this.frames.at(-1);
    const pattern = this.capturesKey ? null : this.patternHere();
    if (!frame?.array || !pattern || !walkable(pattern, bytes[0] as number)) {
      const what = frame?.array ? showPath(this.path()) : `what is outside of the lists, ${showPath(this.path())},`;
      throw new ImportError("too_large", `${what} is larger than can be read`, this.where(at - bytes.length));
    }
    const { chunk, base, line, counted } = this;
    this.base = base + at - bytes.length;
    this.walk(pattern, bytes[0] as number, 0);
    this.base++;
    this.read(bytes.subarray(1), this.captureLine);
    Object.assign(this, { chunk, base, line, counted });
  }

  private close(at: number): number {
    const frame = this.frames.pop() as Frame;
    const { document } = this;
    if (frame.outermost) {
      this.out.push({ type: "rest", document, path: this.path(), value: frame.value, line: frame.line });
    }
    const parent = this.frames.at(-1);
    if (parent) this.next(parent);
    else {
      this.document++;
      this.expected = "document";
    }
    return at + 1;
  }

  /** A member or element of `frame` is complete. */
  private next(frame: Frame): void {
    if (frame.array) frame.step = (frame.step as number) + 1;
    this.expected = "comma or end";
  }

  private patternHere(): Pattern | null {
    const frame = this.frames.at(-1);
    if (!frame) return this.root;
    return frame.array ? frame.pattern.element : (frame.pattern.keys.get(String(frame.step)) ?? null);
  }

  private path(): JsonPath {
    const path: JsonPath = [];
    for (const frame of this.frames) path.push(frame.step);
    return path;
  }

  private parse(bytes: Buffer, at: number): unknown {
    const text = bytes.toString("utf8");
    try {
      return JSON.parse(text);
    } catch (error) {
      const position = Number(/at position (\d+)/.exec(String(error))?.[1] ?? 0);
      const skipped = Buffer.byteLength(text.slice(0, position));
      return this.fail(`invalid JSON in ${showPath(this.path())}`, at - bytes.length + skipped);
    }
  }

  private refuse(byte: number, at: number): never {
    const shown =
      byte > 0x20 && byte < 0x7f ? `"${String.fromCharCode(byte)}"` : `byte 0x${byte.toString(16).padStart(2, "0")}`;
    return this.fail(`invalid JSON: unexpected ${shown} in ${showPath(this.path())}`, at);
  }

  private fail(message: string, at: number): never {
    throw new ImportError("malformed", message, this.where(at));
  }

  /** `at` may be before the chunk at hand, in what was captured of earlier ones: then the line is where the value began. */
  private where(at: number): string {
    return `line ${at < 0 ? this.captureLine : this.lineAt(at)}, byte ${this.base + at}`;
  }

  /** Line of the byte at `at` of the chunk. Asked in order, each byte is looked at once. */
  private lineAt(at: number): number {
    if (at < this.counted.at) this.counted = { at: 0, line: this.line, newline: -1 };
    const { counted, chunk } = this;
    if (counted.newline < counted.at) counted.newline = nextNewline(chunk, counted.at);
    while (counted.newline < at) {
      counted.line++;
      counted.newline = nextNewline(chunk, counted.newline + 1);
    }
    counted.at = at;
    return counted.line;
  }
}

function nextNewline(chunk: Buffer, from: number): number {
  const at = chunk.indexOf(0x0a, from);
  return at < 0 ? Number.POSITIVE_INFINITY : at;
}

/** As an own property whatever the key, like `JSON.parse`. */
function setMember(object: Record<string, unknown>, key: string, value: unknown): void {
  if (key !== "__proto__") object[key] = value;
  else Object.defineProperty(object, key, { value, enumerable: true, configurable: true, writable: true });
}
