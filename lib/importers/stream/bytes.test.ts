import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { type ByteLimits, bytesOf, decoded } from "./bytes";

/** One byte at a time, or in chunks of `step`. */
async function text(bytes: Uint8Array, limits?: ByteLimits, step = 1): Promise<string> {
  const parts: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; at += step) parts.push(bytes.subarray(at, at + step));
  let all = "";
  const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  for await (const chunk of decoded(bytesOf(...parts), limits)) all += decoder.decode(chunk, { stream: true });
  return all + decoder.decode();
}

const sample = '{"name":"Grüße 𝒳"}\n';
const utf16be = (value: string) => Buffer.from(value, "utf16le").swap16();

describe("decoded", () => {
  it.each([
    ["UTF-8", Buffer.from(sample)],
    ["UTF-8 with mark", Buffer.from(`\ufeff${sample}`)],
    ["UTF-16LE with mark", Buffer.from(`\ufeff${sample}`, "utf16le")],
    ["UTF-16LE", Buffer.from(sample, "utf16le")],
    ["UTF-16BE with mark", utf16be(`\ufeff${sample}`)],
    ["UTF-16BE", utf16be(sample)],
    ["gzip", gzipSync(sample)],
    ["gzip of UTF-16", gzipSync(Buffer.from(`\ufeff${sample}`, "utf16le"))],
    ["gzip of gzip", gzipSync(gzipSync(sample))],
    ["two gzip members", Buffer.concat([gzipSync(sample.slice(0, 9)), gzipSync(sample.slice(9))])],
  ])("reads %s", async (_, bytes) => {
    expect(await text(bytes)).toBe(sample);
    expect(await text(bytes, {}, bytes.length)).toBe(sample);
  });

  it.each(["", "[", "[]", "[]\n", "a\n"])("leaves %j as it is", async (value) => {
    expect(await text(Buffer.from(value))).toBe(value);
  });

  it("names a truncated and a damaged gzip", async () => {
    const zipped = gzipSync("x".repeat(1000));
    await expect(text(zipped.subarray(0, 20))).rejects.toMatchObject({ code: "malformed", message: /ends too early/ });
    const damaged = Buffer.from(zipped);
    damaged.fill(0xff, 10, 16);
    await expect(text(damaged)).rejects.toMatchObject({ code: "malformed", message: /gzip is damaged/ });
  });

  it("stops at the size limit and at a decompression bomb", async () => {
    await expect(text(Buffer.from("abcdef"), { maxBytes: 5 })).rejects.toMatchObject({ code: "too_large" });
    const bomb = gzipSync(Buffer.alloc(3_000_000, 32));
    const limits = { ratioFrom: 1_000_000 };
    await expect(text(bomb, limits, 1000)).rejects.toMatchObject({ code: "too_large", message: /more than 200 times/ });
    expect((await text(bomb, {}, 1000)).length).toBe(3_000_000);
  });

  it("passes on an error of the source", async () => {
    async function* broken() {
      yield gzipSync("x".repeat(1000)).subarray(0, 12);
      throw new Error("connection lost");
    }
    const all = async () => {
      for await (const _ of decoded(broken()));
    };
    await expect(all()).rejects.toThrow("connection lost");
  });
});
