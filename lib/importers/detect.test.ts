import { describe, expect, it } from "vitest";
import { chooseImporter, detectFormat, looksLike } from "./detect";
import { importers } from "./registry";
import { sniffSource, sniffText } from "./sniff";
import { bytesOf } from "./stream/bytes";

describe("sniffText", () => {
  it.each([
    ['{"a":{"x":1},"b":[{"y":2}],"c', { shape: "json", root: "object", keys: ["a", "b"] }],
    ['[{"a":1,"b":{"x":1}},{"c":1}]', { shape: "json", root: "array", keys: ["a", "b"] }],
    ['[[{"a":1}]]', { shape: "json", root: "array", keys: [] }],
    ['{"a":"}{","b\\"c":1}\n{"d":1}', { shape: "jsonl", root: "object", keys: ["a", 'b"c'] }],
    ['{"a":"cut off', { shape: "json", root: "object", keys: ["a"] }],
    ["# c\n---\nkind: Pod\n'a b': 1\nx:\n  y: 1\n---\nz: 1\n", { shape: "yaml", keys: ["kind", "a b", "x"] }],
    ['<!-- c -->\n<?xml version="1.0"?><Report/>', { shape: "xml" }],
    ['{"a":1,"b":[},"c":2}', { shape: "json", root: "object", keys: ["a", "b"] }],
    ['[{"a":1}, oops]', { shape: "json", root: "array", keys: ["a"] }],
    ["[INFO] 1 Master", { shape: "text", root: null }],
    ["{{ template }}", { shape: "text" }],
    ["a,b,c\n1,2,3\n", { shape: "text" }],
    [" \n\t", { shape: "empty" }],
  ])("sees the shape of %j", (text, expected) => {
    expect(sniffText(text, true)).toMatchObject(expected);
  });

  it("reads no more than 64 KiB and gives back everything", async () => {
    const long = `{"a":"${"ä".repeat(60_000)}"}`;
    const { sniff, source } = await sniffSource(bytesOf(long.slice(0, 10), long.slice(10)));
    expect(sniff).toMatchObject({ whole: false, keys: ["a"] });
    expect(sniff.text).not.toContain("\ufffd");
    let back = "";
    const decoder = new TextDecoder();
    for await (const chunk of source) back += decoder.decode(chunk, { stream: true });
    expect(back).toBe(long);
  });

  it("is quick on deep and long input", () => {
    const start = performance.now();
    sniffText("[".repeat(65536), false);
    sniffText(`{"a":${'"\\"'.repeat(20000)}`, false);
    sniffText(`${"a".repeat(65536)}:`, false);
    expect(performance.now() - start).toBeLessThan(500);
  });
});

describe("chooseImporter", () => {
  it.each([
    ["", "an empty file does not show which tool wrote it: give --format"],
    ["[\n]\n", "a file with nothing but [] does not show which tool wrote it: give --format"],
    ["null", "nothing but null"],
    ['{"a":1,"b":2,"c":3}', "no importer recognises it: it looks like a JSON object with keys a, b, c"],
    ['[{"a":1}]', "it looks like a JSON array of objects with keys a"],
    ['{"@context":"https://openvex.dev/ns/v0.2.0","statements":[]}', "it looks like an OpenVEX document: it says what"],
    ['{"a":1}\n{"a":2}', "it looks like several JSON values, the first with keys a"],
    ["<OWASPZAPReport version='1'/>", "it looks like an XML document <OWASPZAPReport>"],
    ["x: 1\ny: 2\n", "it looks like a YAML document with keys x, y"],
    ["PK\u0003\u0004\u0014\0", "it looks like a zip archive: unpack it first"],
    ["\ufffdELF\u0002\0\0", "it looks like a binary file"],
    ["\u0001Hello there\nsecond", 'it looks like plain text starting with "Hello there"'],
  ])("says what %j looks like", (text, message) => {
    const choose = () => chooseImporter(sniffText(text, true));
    expect(choose).toThrow(message);
    expect(choose).toThrow(expect.objectContaining({ code: "unrecognised" }));
  });

  it("takes the named format, and names those there are", () => {
    expect(chooseImporter(sniffText("", true), "falco").format).toBe("falco");
    expect(() => chooseImporter(sniffText("{}", true), "nessus")).toThrow(/no format "nessus": use one of trivy, /);
  });

  it("gives a tie to the earlier and nothing to nobody", () => {
    const [first, second] = importers.map((importer) => ({ ...importer, detect: () => 50 }));
    if (!first || !second) throw new Error("two importers are needed");
    expect(detectFormat(sniffText("{}", true), [first, second])).toBe(first);
    expect(detectFormat(sniffText("", true), [first])).toBeNull();
  });

  it("shows at most six keys, none of them long", () => {
    const keys = Array.from({ length: 8 }, (_, i) => `"${"k".repeat(99)}${i}":1`).join();
    expect(looksLike(sniffText(`{${keys}}`, true)).length).toBeLessThan(450);
  });
});
