import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fingerprint, hash64 } from "./fingerprint";

describe("fingerprint", () => {
  it("is the head of SHA-256, as 32 hexadecimal digits and as a signed 64-bit integer", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (text) => {
        const hex = createHash("sha256").update(text).digest("hex");
        expect(fingerprint(text)).toBe(hex.slice(0, 32));
        expect(BigInt.asUintN(64, hash64(text))).toBe(BigInt(`0x${hex.slice(0, 16)}`));
        expect(BigInt.asIntN(64, hash64(text))).toBe(hash64(text));
      }),
    );
  });

  it("does not change between releases: these keys are stored", () => {
    expect(fingerprint("")).toBe("e3b0c44298fc1c149afbf4c8996fb924");
    expect(hash64("abc")).toBe(-5010229573455851542n);
  });
});
