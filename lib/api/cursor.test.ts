import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { isRefusal } from "../authz/refusal";
import { decodeCursor, encodeCursor } from "./cursor";

const shape = z.tuple([z.number().int(), z.string()]);
const refused = (text: string) => {
  try {
    decodeCursor(text, shape);
    return false;
  } catch (error) {
    return isRefusal(error) && error.code === "invalid";
  }
};

describe("cursor", () => {
  it("comes back as it went out", () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), fc.string({ maxLength: 50 }), (number, text) => {
        const cursor = encodeCursor([number, text]);
        expect(cursor).toMatch(/^[A-Za-z0-9_-]+$/);
        expect(decodeCursor(cursor, shape)).toEqual([number, text]);
      }),
    );
  });

  it("is nothing at the start of a list", () => {
    expect(decodeCursor(undefined, shape)).toBeNull();
    expect(decodeCursor("", shape)).toBeNull();
  });

  it("refuses everything else", () => {
    expect(refused(encodeCursor(["x", 1]))).toBe(true);
    expect(refused(encodeCursor([1, "a", 2]))).toBe(true);
    expect(refused("%%%")).toBe(true);
    expect(refused("a".repeat(5000))).toBe(true);
    fc.assert(fc.property(fc.string({ minLength: 1, maxLength: 40 }), (text) => refused(text)));
  });
});
