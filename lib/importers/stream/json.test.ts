import { JSONParser } from "@streamparser/json";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ImportError } from "../types";
import { bytesOf } from "./bytes";
import { type JsonPiece, type SplitOptions, splitJson } from "./json";

/** Cuts bytes at the given places, whatever they are. */
function cut(text: string, cuts: number[]): Uint8Array[] {
  const bytes = Buffer.from(text);
  const at = [...new Set([0, bytes.length, ...cuts.map((c) => c % (bytes.length + 1))])].sort((a, b) => a - b);
  return at.slice(1).map((end, i) => bytes.subarray(at[i], end));
}

async function pieces(text: string, options: SplitOptions, cuts: number[] = []): Promise<JsonPiece[]> {
  const all: JsonPiece[] = [];
  for await (const piece of splitJson(bytesOf(...cut(text, cuts)), options)) all.push(piece);
  return all;
}

/** Puts the pieces of one document together again. */
function assembled(all: JsonPiece[]): unknown {
  let root: unknown;
  const lists = new Map<string, unknown[]>();
  const opened = new Map<string, unknown>();
  for (const piece of all) {
    const key = JSON.stringify(piece.path);
    if (piece.type === "list") lists.set(key, []);
    else if (piece.type === "element") lists.get(JSON.stringify(piece.path.slice(0, -1)))?.push(piece.value);
    else if (piece.path.length > 0) {
      lists.get(JSON.stringify(piece.path.slice(0, -1)))?.push(piece.value);
      opened.set(key, piece.value);
    } else root = piece.value;
  }
  opened.set("[]", root);
  for (const [key, list] of lists) {
    const path = JSON.parse(key) as (string | number)[];
    let base = path.length;
    while (!opened.has(JSON.stringify(path.slice(0, base)))) base--;
    let target = opened.get(JSON.stringify(path.slice(0, base))) as Record<string, unknown>;
    for (const step of path.slice(base)) target = target[step] as Record<string, unknown>;
    (target as unknown as unknown[]).push(...list);
  }
  return root;
}

/** What native parsing makes of a text, held against a second parser; undefined when it is not JSON. */
function oracle(text: string): { value: unknown } | undefined {
  let native: unknown;
  try {
    native = JSON.parse(text);
  } catch {
    return undefined;
  }
  const parser = new JSONParser({ paths: ["$"], keepStack: false });
  parser.onValue = ({ value }) => {
    if (!text.includes("__proto__")) expect(value).toEqual(native);
  };
  parser.write(text);
  return { value: native };
}

const arrays = [[], ["a"], ["a", "*", "b"], ["a", "*", "b", "*", "a"], ["b", "a"], ["*", "a"], ["*", "*", "b"]];
const key = fc.constantFrom("a", "b", "c", 'q"\\', "é", "__proto__", "0");
const text = fc.oneof(fc.string({ unit: "binary" }), fc.constantFrom("\\", '"', "[{", "}]", "\u0000\n", "𝒳"));
const { tree } = fc.letrec((tie) => ({
  tree: fc.oneof({ depthSize: "medium", withCrossShrink: true }, tie("leaf"), tie("list"), tie("object")),
  leaf: fc.oneof(
    text,
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
  ),
  list: fc.array(tie("tree"), { maxLength: 4 }),
  object: fc.dictionary(key, tie("tree"), { maxKeys: 4 }),
}));
const cuts = fc.array(fc.nat(), { maxLength: 12 });
const spacing = fc.constantFrom(undefined, 1, "\t", "  ");

describe("splitJson", () => {
  it("gives the same value as JSON.parse and as the oracle, however it is cut and opened", async () => {
    const run = async (value: unknown, space: string | number | undefined, at: number[], unitBytes: number) => {
      const source = JSON.stringify(value, null, space);
      const found = assembled(await pieces(source, { arrays, unitBytes }, at));
      expect(found).toEqual(oracle(source)?.value);
    };
    await fc.assert(fc.asyncProperty(tree, spacing, cuts, fc.constantFrom(0, 5, 20, 1e6), run), { numRuns: 500 });
  });

  it("refuses what the oracle refuses, with ImportError, and takes what it takes", async () => {
    const edit = fc.record({
      at: fc.nat(),
      drop: fc.nat(3),
      put: fc.constantFrom("", "{", "]", ",", ":", '"', "\\", "1", "x", "\n"),
    });
    const run = async (
      value: unknown,
      { at, drop, put }: { at: number; drop: number; put: string },
      places: number[],
    ) => {
      const whole = JSON.stringify(value);
      const start = at % (whole.length + 1);
      const source = (whole.slice(0, start) + put + whole.slice(start + drop)).replace(/\p{Surrogate}/gu, "?");
      const expected = oracle(source);
      let found: { value: unknown } | undefined;
      try {
        found = { value: assembled(await pieces(source, { arrays, unitBytes: 8 }, places)) };
      } catch (error) {
        expect(error).toBeInstanceOf(ImportError);
        if (/occurs twice/.test(String(error))) return;
      }
      expect(found).toEqual(expected);
    };
    await fc.assert(fc.asyncProperty(tree, edit, cuts, run), { numRuns: 1500 });
  });

  it("opens an element that is too large and says first what is known of it", async () => {
    const source = '{"v":2,"R":[{"T":"x","V":[1,2],"after":true},{"V":[]}],"z":0}';
    const all = await pieces(source, { arrays: [["R", "*", "V"]], unitBytes: 10 });
    const shown = all.map((p) => [p.type, p.path.join("/"), p.type === "list" ? null : p.value]);
    expect(shown).toEqual([
      ["list", "R", null],
      ["list", "R/0/V", null],
      ["element", "R/0/V/0", 1],
      ["element", "R/0/V/1", 2],
      ["rest", "R/0", { T: "x", V: [], after: true }],
      ["element", "R/1", { V: [] }],
      ["rest", "", { v: 2, R: [], z: 0 }],
    ]);
  });

  it("shows in `head` only what stands before the list", async () => {
    const heads: string[] = [];
    for await (const piece of splitJson(bytesOf('{"v":2,"R":[1],"z":0}'), { arrays: [["R"]] })) {
      if (piece.type === "list") heads.push(JSON.stringify(piece.head));
    }
    expect(heads.join()).toMatch(/^\{"v":2/);
  });

  it("counts documents that follow one another", async () => {
    const all = await pieces('{"a":[1]}\n\n[2] 3 "x"\r\n{"a":0}', { arrays: [["a"]], many: true }, [3, 4, 12]);
    expect(all.map((p) => [p.document, p.type])).toEqual([
      [0, "list"],
      [0, "element"],
      [0, "rest"],
      [1, "rest"],
      [2, "rest"],
      [3, "rest"],
      [4, "rest"],
    ]);
    expect(all.at(-1)).toMatchObject({ line: 4, value: { a: 0 } });
    expect(await pieces(" \n", { arrays: [], many: true })).toEqual([]);
  });

  it.each([
    ["", "the file is empty"],
    ['{"a":[1,2', "the file ends inside a[1] (at line 1, byte 9)"],
    ['{"a":[\n{"x":1,}]}', "invalid JSON in a[0] (at line 2, byte 14)"],
    ['{"a":[1]}\n x', "there is more after the end of the document (at line 2, byte 11)"],
    ['{"a":[1]]', 'unexpected "]"'],
    ['{"a":[],"a":[]}', 'the key "a" occurs twice'],
    [`${"[".repeat(600)}`, "nested deeper than 512 levels"],
    ["{a:1}", 'unexpected "a" in'],
    ["nul", "invalid JSON in the document"],
  ])("says what is wrong with %j", async (source, message) => {
    await expect(pieces(source, { arrays: [["a"]] })).rejects.toThrow(message);
  });

  it("limits a single value and the rest", async () => {
    const long = "x".repeat(100);
    const limits = { arrays: [["a"]], maxElementBytes: 50, maxRestBytes: 50 };
    await expect(pieces(`{"a":["${long}"]}`, limits)).rejects.toMatchObject({ code: "too_large" });
    await expect(pieces(`{"b":"${long}"}`, limits, [20])).rejects.toMatchObject({ code: "too_large" });
    await expect(pieces(`{"${long}":1}`, limits)).rejects.toMatchObject({ code: "too_large" });
  });

  it("keeps a key named __proto__ as a plain key", async () => {
    const [piece] = await pieces('{"__proto__":{"x":1}}', { arrays: [["a"]] });
    expect(piece?.type === "rest" && Object.keys(piece.value as object)).toEqual(["__proto__"]);
    expect(({} as Record<string, unknown>).x).toBeUndefined();
  });
});
