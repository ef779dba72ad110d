import fc from "fast-check";
import { expect, it } from "vitest";
import { clean } from "./clean";

it("takes out what PostgreSQL does not store, in keys too", () => {
  expect(clean({ "a\0": ["x\0y", "\ud83d", { b: "\ude00!" }], c: 1 })).toEqual({ a: ["xy", "�", { b: "�!" }], c: 1 });
  expect(clean("backslash u0000: \\u0000, pair: 😀")).toBe("backslash u0000: \\u0000, pair: 😀");
});

it("gives back the very same object where nothing was to be done", () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 3 }), (value) => {
      const holdsNul = JSON.stringify(value).includes("\\u0000");
      if (!holdsNul) expect(clean(value)).toBe(value);
    }),
  );
});

it("is the same twice, and its JSON holds no escape that jsonb refuses", () => {
  const text = fc.string({
    unit: fc.oneof(fc.constantFrom("\0", "\ud800", "\udc00", "\\", "u0000", "a"), fc.string()),
  });
  fc.assert(
    fc.property(fc.dictionary(text, fc.array(text)), (value) => {
      const once = clean(value);
      expect(clean(once)).toBe(once);
      const json = JSON.stringify(once).replaceAll("\\\\", "");
      expect(json).not.toMatch(/\\u(0000|[dD][89a-fA-F])/);
    }),
  );
});
