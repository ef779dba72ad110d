import { Readable } from "node:stream";
import { createGunzip } from "node:zlib";
import { ImportError } from "../types";

export interface ByteLimits {
  /** Most decoded bytes that are let through. */
  maxBytes?: number;
  /** Most decoded bytes for one zipped byte, once `ratioFrom` bytes came out. */
  maxRatio?: number;
  ratioFrom?: number;
}

const MiB = 1024 * 1024;
const defaults: Required<ByteLimits> = { maxBytes: 4096 * MiB, maxRatio: 200, ratioFrom: 64 * MiB };

/**
 * Turns what was uploaded into plain UTF-8 bytes: unzips (by magic number, never by name), removes a
 * byte order mark and converts UTF-16. Streams; errors are `ImportError` "malformed" (damaged gzip) or
 * "too_large" (more than the limits allow, or a decompression bomb).
 */
export async function* decoded(source: AsyncIterable<Uint8Array>, limits: ByteLimits = {}): AsyncGenerator<Uint8Array> {
  const bounds = { ...defaults, ...limits };
  let plain = await peeked(source, 4);
  // Twice, where a zipped file was sent by a client that zips what it sends.
  for (let times = 0; times < 2 && isGzip(plain.first); times++) plain = await peeked(gunzipped(plain.all, bounds), 4);
  let total = 0;
  for await (const chunk of asUtf8(plain.first, plain.all)) {
    total += chunk.byteLength;
    if (total > bounds.maxBytes) throw new ImportError("too_large", `the file is larger than ${size(bounds.maxBytes)}`);
    if (chunk.byteLength > 0) yield chunk;
  }
}

/** Source of a single buffer, for tests and small bodies. */
export async function* bytesOf(...parts: (string | Uint8Array)[]): AsyncGenerator<Uint8Array> {
  for (const part of parts) yield typeof part === "string" ? Buffer.from(part) : part;
}

/** Reads until `count` bytes are known (or the end), and gives them back together with the whole source. */
async function peeked(source: AsyncIterable<Uint8Array>, count: number) {
  const reader = source[Symbol.asyncIterator]();
  let first: Uint8Array = Buffer.alloc(0);
  while (first.byteLength < count) {
    const next = await reader.next();
    if (next.done) break;
    first = first.byteLength === 0 ? next.value : Buffer.concat([first, next.value]);
  }
  async function* all(): AsyncGenerator<Uint8Array> {
    try {
      yield first;
      for (;;) {
        const next = await reader.next();
        if (next.done) return;
        yield next.value;
      }
    } finally {
      await reader.return?.();
    }
  }
  return { first, all: all() };
}

const isGzip = (first: Uint8Array) => first[0] === 0x1f && first[1] === 0x8b;

async function* gunzipped(source: AsyncIterable<Uint8Array>, bounds: Required<ByteLimits>): AsyncGenerator<Uint8Array> {
  let read = 0;
  let written = 0;
  let failure: unknown;
  async function* counted() {
    for await (const chunk of source) {
      read += chunk.byteLength;
      yield chunk;
    }
  }
  const input = Readable.from(counted(), { objectMode: false });
  const gunzip = createGunzip({ chunkSize: 256 * 1024 });
  input.on("error", (error) => {
    failure = error;
    gunzip.destroy(error);
  });
  input.pipe(gunzip);
  try {
    for await (const chunk of gunzip) {
      written += (chunk as Buffer).byteLength;
      if (written > bounds.ratioFrom && written > read * bounds.maxRatio) {
        throw new ImportError("too_large", `the gzip unpacks to more than ${bounds.maxRatio} times its size`);
      }
      yield chunk as Buffer;
    }
  } catch (error) {
    if (failure) throw failure;
    if (error instanceof ImportError) throw error;
    const code = (error as { code?: unknown }).code;
    if (typeof code !== "string" || !code.startsWith("Z_")) throw error;
    const what = code === "Z_BUF_ERROR" ? "the gzip ends too early" : "the gzip is damaged";
    throw new ImportError("malformed", what, `byte ${read} of the gzip`);
  } finally {
    gunzip.destroy();
    input.destroy();
  }
}

async function* asUtf8(first: Uint8Array, source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const encoding = utf16(first);
  if (encoding) {
    const decoder = new TextDecoder(encoding);
    for await (const chunk of source) yield Buffer.from(decoder.decode(chunk, { stream: true }));
    yield Buffer.from(decoder.decode());
    return;
  }
  let mark = first[0] === 0xef && first[1] === 0xbb && first[2] === 0xbf ? 3 : 0;
  for await (const chunk of source) {
    yield mark > 0 ? chunk.subarray(mark) : chunk;
    mark = 0;
  }
}

/** UTF-16 by its mark, or by the zero bytes that the first two ASCII characters leave. */
function utf16([a, b, c, d]: Uint8Array): "utf-16le" | "utf-16be" | null {
  if (a === 0xff && b === 0xfe) return "utf-16le";
  if (a === 0xfe && b === 0xff) return "utf-16be";
  if (a && b === 0 && (d === 0 || d === undefined) && c !== 0) return "utf-16le";
  if (a === 0 && b && (c === 0 || c === undefined)) return "utf-16be";
  return null;
}

function size(bytes: number): string {
  return bytes >= MiB ? `${Math.floor(bytes / MiB)} MiB` : `${bytes} bytes`;
}
