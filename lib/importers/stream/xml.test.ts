import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ImportError } from "../types";
import { bytesOf, decoded } from "./bytes";
import { childOf, childrenOf, type XmlPiece, xmlUnits } from "./xml";

async function read(text: string | Uint8Array, step = 5, limits: { maxUnit?: number; maxDepth?: number } = {}) {
  const bytes = Buffer.from(text as string);
  const parts: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; at += step) parts.push(bytes.subarray(at, at + step));
  const pieces: XmlPiece[] = [];
  const isUnit = (path: readonly string[]) => path.join("/") === "a/b";
  for await (const piece of xmlUnits(decoded(bytesOf(...parts)), { isUnit, ...limits })) pieces.push(piece);
  return pieces;
}
const units = async (text: string | Uint8Array) =>
  (await read(text)).flatMap((piece) => (piece.type === "unit" ? [piece.element] : []));

describe("xmlUnits", () => {
  it("gives elements with attributes, children and text, without prefixes", async () => {
    const [first, second] = await units(
      '<x:a xmlns:x="u"><x:b x:n="1"> t &amp; <c>u</c><![CDATA[<v>]]></x:b><b/></x:a>',
    );
    expect(first).toMatchObject({ name: "b", attributes: { n: "1" }, text: "t & <v>" });
    expect(childOf(first, "c")?.text).toBe("u");
    expect(childrenOf(second, "c")).toEqual([]);
    expect((await read("<a><c/><b/>\n<b/></a>")).map((piece) => [piece.type, piece.path.join("/")])).toEqual([
      ["open", "a"],
      ["open", "a/c"],
      ["unit", "a/b"],
      ["unit", "a/b"],
    ]);
  });

  it("accepts comments and blank lines before the declaration, UTF-16 and any declared encoding", async () => {
    const text = '\n<!-- a > --> <!-- b -->\n<?xml version="1.0" encoding="UTF-16"?>\n<!-- c --><a><b>ä</b></a>';
    expect(await units(text)).toMatchObject([{ text: "ä" }]);
    expect(await units(Buffer.from(`\ufeff${text}`, "utf16le"))).toMatchObject([{ text: "ä" }]);
  });

  it.each([
    ['<!DOCTYPE a [<!ENTITY x "y">]><a><b>&x;</b></a>', "a document type definition is not accepted"],
    [
      '<?xml version="1.0"?>\n<!DOCTYPE a SYSTEM "file:///etc/passwd">\n<a/>',
      "a document type definition is not accepted",
    ],
    ["<a><b>&x;</b></a>", "invalid XML: undefined entity"],
    ["<a>\n<b></a>", "at line 2"],
    ["<a><b>", "invalid XML: unclosed tag"],
    ["text", "invalid XML"],
    ["", "invalid XML: document must contain a root element"],
  ])("refuses %j", async (text, message) => {
    await expect(read(text)).rejects.toMatchObject({ code: "malformed", message: expect.stringContaining(message) });
  });

  it("has limits of depth and size, within units only of what is in them", async () => {
    await expect(read("<c>".repeat(300), 999)).rejects.toThrow("nested too deeply");
    await expect(read(`<a><b>${"x".repeat(3000)}</b></a>`, 99, { maxUnit: 2000 })).rejects.toMatchObject({
      code: "too_large",
    });
    expect(await read(`<a><c>${"x".repeat(3000)}</c><b/><b/></a>`, 99, { maxUnit: 150 })).toHaveLength(4);
  });

  it("reads the same however it is cut, and throws nothing but ImportError", async () => {
    const noise = fc.array(
      fc.oneof(
        fc.string(),
        fc.constantFrom(
          "<a>",
          "<b>",
          "</b>",
          "</a>",
          "<",
          "&amp;",
          "<!--",
          "-->",
          "<![CDATA[",
          "]]>",
          "<?x ?>",
          " y='1'>",
        ),
      ),
    );
    const run = async (parts: string[], step: number) => {
      const outcome = (at: number) => read(parts.join(""), at).catch((error: unknown) => error);
      const [a, b] = [await outcome(step), await outcome(10_000)];
      if (b instanceof Error) expect(a).toBeInstanceOf(ImportError);
      else expect(a).toEqual(b);
    };
    await fc.assert(fc.asyncProperty(noise, fc.integer({ min: 1, max: 9 }), run), { numRuns: 300 });
  });
});
