import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { stringify } from "yaml";
import { ImportError } from "../types";
import { bytesOf } from "./bytes";
import { documents } from "./documents";

async function read(text: string, step = 7) {
  const bytes = Buffer.from(text);
  const parts: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; at += step) parts.push(bytes.subarray(at, at + step));
  const all = [];
  for await (const piece of documents(bytesOf(...parts))) all.push(piece);
  return all;
}

const values = async (text: string) => (await read(text)).map((piece) => piece.value);

describe("documents", () => {
  it("reads JSON lines, with blank lines and CRLF", async () => {
    const all = await read('{"a":1}\r\n\r\n{"a":2}\r\n');
    expect(all.map(({ value, where }) => [value, where])).toEqual([
      [{ a: 1 }, "line 1"],
      [{ a: 2 }, "line 3"],
    ]);
  });

  it("reads JSON documents one after another, pretty-printed or joined by ---", async () => {
    expect(await values('{\n "a": 1\n}\n{\n "a": 2\n}')).toEqual([{ a: 1 }, { a: 2 }]);
    expect(await values('{"a":1}\n---\n{"a":2}\n')).toEqual([{ a: 1 }, { a: 2 }]);
    expect(await values('{"a":1}{"a":2}')).toEqual([{ a: 1 }, { a: 2 }]);
  });

  it.each([
    ["JSON", '{"kind":"List","items":[{"a":1},{"a":2}],"z":0}'],
    ["YAML", "kind: List\nitems:\n- a: 1\n- a: 2\nz: 0\n"],
    ["indented YAML", "kind: List\nitems:\n\n  # two\n  - a: 1\n  -\n    a: 2\nz: 0\n"],
    ["flow YAML", "kind: List\nitems: # two\n  - {a: 1}\n  - {a: 2}\nz: 0\n"],
  ])("gives the items of a %s list, then the list", async (_, text) => {
    const all = await read(text);
    expect(all.map(({ value, item }) => [value, item])).toEqual([
      [{ a: 1 }, true],
      [{ a: 2 }, true],
      [{ kind: "List", items: [], z: 0 }, false],
    ]);
    expect(all[0]?.head).toMatchObject({ kind: "List" });
  });

  it.each(["[1,2]", "- 1\n- 2\n"])("gives the elements of an array: %j", async (text) => {
    expect((await read(text)).map(({ value, item }) => [value, item])).toEqual([
      [1, true],
      [2, true],
      [[], false],
    ]);
  });

  it("reads YAML documents with comments, directives, empty ones and block scalars", async () => {
    const text = '# top\n%YAML 1.2\n---\na: |\n  ---\n  x\n---\n# none\n---\nb: "y"\n...\n---\n\nitems:\nc: 1\n';
    const all = await read(text);
    expect(all.map((p) => p.value)).toEqual([{ a: "---\nx\n" }, { b: "y" }, { items: null, c: 1 }]);
    expect(all.map((p) => p.document)).toEqual([0, 1, 2]);
    expect(await values("")).toEqual([]);
    expect(await values("# nothing\n---\n---\n")).toEqual([]);
  });

  it.each([
    ['{"a":1}\n{"a":2}\nnot json\n', "malformed", "line 3"],
    ['{"a":1}\n{"a":\n', "malformed", "ends inside"],
    ["a: 1\n---\nb: [1\nc: 2\n", "malformed", "line "],
    ["items:\n- a: 1\n- b: }\n", "malformed", "line 3"],
    [
      `a: &a [x,x,x]\n${"bcdefghijk".replace(/./g, (c) => `${c}: &${c} [${`*${String.fromCharCode(c.charCodeAt(0) - 1)},`.repeat(9)}]\n`)}`,
      "malformed",
      "aliases",
    ],
    [`a: ${"[".repeat(20000)}`, "malformed", "invalid YAML"],
    [`a: ${"x".repeat(5_000_000)}`, "too_large", "larger than can be read"],
  ])("refuses %.30j", async (text, code, message) => {
    await expect(read(text, 65536)).rejects.toMatchObject({ code, message: expect.stringContaining(message) });
  });

  it("reads any Kubernetes-like list as YAML as it does as JSON", async () => {
    const scalar = fc.oneof(
      fc.string(),
      fc.constantFrom("- a", "---", "a\n- b\n---\nc\n", "items:", "# x"),
      fc.integer(),
    );
    const object = fc.dictionary(fc.constantFrom("items", "kind", "data", "x"), fc.oneof(scalar, fc.array(scalar)));
    const list = fc.record({ before: scalar, items: fc.array(object, { maxLength: 4 }), kind: scalar });
    const run = async (all: object[], indentSeq: boolean) => {
      const yaml = await values(all.map((value) => `---\n${stringify(value, { indentSeq })}`).join(""));
      expect(yaml).toEqual(await values(all.map((value) => JSON.stringify(value)).join("\n")));
    };
    await fc.assert(fc.asyncProperty(fc.array(list, { maxLength: 3 }), fc.boolean(), run), { numRuns: 200 });
  });

  it("throws nothing but ImportError, whatever it is fed", async () => {
    const noise = fc.array(
      fc.oneof(fc.string(), fc.constantFrom("\n", "- ", "items:", "---\n", "{", "&a ", "*a", ": ")),
    );
    const run = async (parts: string[]) => {
      await read(parts.join("")).catch((error) => expect(error).toBeInstanceOf(ImportError));
    };
    await fc.assert(fc.asyncProperty(noise, run), { numRuns: 500 });
  });
});
