const Quote = 0x22;
const Backslash = 0x5c;

/** Finds the end of one JSON value in a stream of bytes without understanding it, and keeps its bytes. */
export class Capture {
  active = false;
  /** Bytes kept so far. */
  bytes = 0;
  /** Container nesting at the point reached. */
  depth = 0;
  private kind: "container" | "text" | "scalar" = "scalar";
  private inText = false;
  private escaped = false;
  private parts: Buffer[] = [];

  /** A number or word, which only what follows it (or the end of the file) can end. */
  get isScalar(): boolean {
    return this.kind === "scalar";
  }

  /** The value begins with `byte`, which is fed next. */
  begin(byte: number): void {
    this.active = true;
    this.bytes = 0;
    this.depth = 0;
    this.inText = false;
    this.escaped = false;
    this.kind = byte === Quote ? "text" : byte === 0x7b || byte === 0x5b ? "container" : "scalar";
  }

  /**
   * Goes on in `chunk` from `at` and returns where it stopped; `active` is false when the value ended there.
   * Stops early, still active, when the nesting goes above `maxDepth`.
   */
  feed(chunk: Buffer, at: number, maxDepth: number): number {
    if (this.kind === "container") return this.feedContainer(chunk, at, maxDepth);
    if (this.kind === "scalar") return this.feedScalar(chunk, at);
    let from = at;
    if (!this.inText && from < chunk.length) {
      this.inText = true;
      from++;
    }
    const end = this.feedText(chunk, from);
    if (!this.inText) this.active = false;
    return end;
  }

  /** Keeps what was fed and isn't the end. */
  keep(part: Buffer): void {
    this.parts.push(part);
    this.bytes += part.length;
  }

  /** The bytes of the whole value, ending with `last`. */
  take(last: Buffer): Buffer {
    this.bytes += last.length;
    if (this.parts.length === 0) return last;
    this.parts.push(last);
    const all = Buffer.concat(this.parts);
    this.parts = [];
    return all;
  }

  private feedContainer(chunk: Buffer, from: number, maxDepth: number): number {
    const end = chunk.length;
    let at = from;
    let depth = this.depth;
    while (at < end) {
      if (this.inText) {
        at = this.feedText(chunk, at);
        continue;
      }
      const byte = chunk[at++] as number;
      if (byte === Quote) this.inText = true;
      else if (byte === 0x7b || byte === 0x5b) {
        if (++depth > maxDepth) break;
      } else if ((byte === 0x7d || byte === 0x5d) && --depth === 0) {
        this.active = false;
        break;
      }
    }
    this.depth = depth;
    return at;
  }

  /** Inside a string: up to behind its closing quote. */
  private feedText(chunk: Buffer, from: number): number {
    const end = chunk.length;
    let at = from;
    if (this.escaped && at < end) {
      this.escaped = false;
      at++;
    }
    while (at < end) {
      const byte = chunk[at++] as number;
      if (byte === Quote) {
        this.inText = false;
        return at;
      }
      if (byte === Backslash) {
        if (at < end) at++;
        else this.escaped = true;
      }
    }
    return at;
  }

  /** A number or word: up to the first byte that can't belong to it. */
  private feedScalar(chunk: Buffer, from: number): number {
    for (let at = from; at < chunk.length; at++) {
      const byte = chunk[at] as number;
      if (byte <= 0x20 || byte === 0x2c || byte === 0x5d || byte === 0x7d || byte === 0x3a) {
        this.active = false;
        return at;
      }
    }
    return chunk.length;
  }
}
