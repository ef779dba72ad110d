import { createReadStream, existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { chooseImporter } from "./detect";
import { openReport } from "./open";
import { importers } from "./registry";
import { sniffSource } from "./sniff";
import { bytesOf, decoded } from "./stream/bytes";
import { summarise } from "./summarise";
import { itemsOf, sample, samplesFolder } from "./testing";
import { ImportError } from "./types";

const samples = readdirSync(samplesFolder).flatMap((format) =>
  readdirSync(new URL(`${format}/`, samplesFolder)).map((name) => ({ format, path: `${format}/${name}` })),
);
const cuts = fc.array(fc.nat(), { minLength: 1, maxLength: 8 });

describe.each(samples)("sample $path", ({ format, path }) => {
  const bytes = sample(path);

  it("is known by its content, zipped, in UTF-16 and however it is cut", async () => {
    const items = await itemsOf(bytes);
    const { sniff } = await sniffSource(decoded(bytesOf(bytes)));
    expect(chooseImporter(sniff).format).toBe(format);
    expect(await itemsOf(gzipSync(bytes))).toEqual(items);
    expect(await itemsOf(Buffer.from(`\ufeff${bytes}`, "utf16le"))).toEqual(items);
    const same = async (at: number[]) => {
      expect(await itemsOf(bytes, {}, at)).toEqual(items);
    };
    await fc.assert(fc.asyncProperty(cuts, same), { numRuns: 15 });
  });

  it("keeps the order of items and adds up", async () => {
    const items = await itemsOf(bytes);
    const open = new Set<number>();
    for (const [at, item] of items.entries()) {
      expect(item.type === "header").toBe(at === 0);
      if (item.type === "scope") open.add(item.ref);
      if ("scope" in item) expect(open).toContain(item.scope);
      if (item.type === "scope" && item.target === null) expect(item.complete).toBe(false);
    }
    const summary = await summarise(
      format,
      (async function* () {
        yield* items;
      })(),
    );
    const sum = (counts: Record<string, number>) => Object.values(counts).reduce((a, b) => a + b, 0);
    expect(sum(summary.rawBySeverity)).toBe(summary.raw);
    expect(sum(summary.bySeverity)).toBe(summary.findings);
    expect(sum(summary.byKind)).toBe(summary.findings);
  });

  it("throws nothing but ImportError when it is damaged", async () => {
    const edit = fc.record({
      at: fc.nat({ max: bytes.length }),
      drop: fc.nat(40),
      put: fc.constantFrom(
        "",
        "{",
        "}",
        "[",
        "]",
        '"',
        ",",
        ":",
        "null",
        "1e999",
        '"\\u0000"',
        "\u0000",
        "- ",
        "\n",
        "[]",
        "{}",
      ),
    });
    const run = async (edits: { at: number; drop: number; put: string }[]) => {
      let text = bytes.toString();
      for (const { at, drop, put } of edits) text = text.slice(0, at) + put + text.slice(at + drop);
      await itemsOf(text, { format }).catch((error: unknown) => {
        expect(error).toBeInstanceOf(ImportError);
        // Not a fault of the importer that was only turned into one.
        expect((error as ImportError).cause).toBeUndefined();
      });
    };
    await fc.assert(fc.asyncProperty(fc.array(edit, { minLength: 1, maxLength: 3 }), run), { numRuns: 60 });
  });

  it("throws nothing but ImportError when values are of another type", async () => {
    if (!/^[[{]/.test(bytes.toString())) return;
    const odd = fc.constantFrom(
      "null",
      "0",
      "-1",
      '""',
      "[]",
      "{}",
      "[null]",
      "[[]]",
      "true",
      '"x"',
      "[1]",
      '{"x":null}',
    );
    const run = async (at: number, value: string) => {
      // Replaces one value of the file, whichever it is.
      let seen = 0;
      const parts = bytes.toString().split(/(?<=":\s*)("(?:[^"\\]|\\.)*"|[-\d.]+|true|false|null|\[|\{)/);
      const text = parts
        .map((part, i) => (i % 2 === 1 && /^["\d]/.test(part) && seen++ === at % 200 ? value : part))
        .join("");
      await itemsOf(text, { format }).catch((error: unknown) => {
        expect(error).toBeInstanceOf(ImportError);
        // Not a fault of the importer that was only turned into one.
        expect((error as ImportError).cause).toBeUndefined();
      });
    };
    await fc.assert(fc.asyncProperty(fc.nat(), odd, run), { numRuns: 60 });
  });
});

const folder = process.env.PARAPET_REPORTS ?? "../shared/reports";
const formatOf: Record<string, string> = {
  "k8s-list": "kubernetes",
  "k8s-manifests": "kubernetes",
  "snyk-code": "sarif",
};

/** Keys of the expected counts that are the tool's words for severity; the others are further totals. */
const isSeverity = (key: string) =>
  (/^[A-Z]/.test(key) && key !== "PASS" && key !== "INFO") ||
  /^(?:critical|high|medium|low|info|none|unknown|none_stated|error|warning|note)$/.test(key);

/** Where the list of expected counts is wrong about a file, and why. */
const argued: Record<string, { raw: number; rawBySeverity: Record<string, number>; why: string }> = {
  "kube-bench/kube-bench__Expected_output_stig.txt": {
    raw: 25,
    rawBySeverity: { FAIL: 6, WARN: 19 },
    why: "its own summary counts 6 FAIL and 19 WARN; the list counted only ids of three numbers, and these are V-…",
  },
};

if (!existsSync(`${folder}/INDEX.tsv`)) {
  it(`conformance over real reports: ${folder} is not there, only our own samples were read`, () => {});
} else {
  const [, ...rows] = readFileSync(`${folder}/INDEX.tsv`, "utf8")
    .trim()
    .split("\n")
    .map((line) => line.split("\t"));
  const known = new Set(importers.map((importer) => importer.format));
  const files = rows.map((row) => ({ path: row[0] ?? "", folder: row[1] ?? "", expected: row[7] ?? "" }));
  const ours = files.map((file) => ({ ...file, format: formatOf[file.folder] ?? file.folder }));

  describe("real reports", () => {
    it.each(ours.filter(({ format, expected }) => known.has(format) && expected))(
      "$path",
      async ({ path, format, expected }) => {
        const given = /^\s*(\[\s*\]|null)?\s*$/.test(readFileSync(`${folder}/${path}`, "utf8").slice(0, 100))
          ? format
          : undefined;
        const report = await openReport(createReadStream(`${folder}/${path}`), { format: given });
        expect(report.format).toBe(format);
        const summary = await summarise(report.format, report.items);
        const all = JSON.parse(expected) as Record<string, number> & {
          open_by_severity?: Record<string, number>;
          level?: Record<string, number>;
        };
        const { level, ...counts } = all;
        const stated = Object.entries({ ...counts, ...level }).filter(([key]) => isSeverity(key));
        const bySeverity = Object.fromEntries(
          stated.map(([key, count]) => [key === "None" ? "none_stated" : key, count]),
        );
        // Where the list has no split, the tool states no severity.
        const unsplit = counts.raw ? { none_stated: counts.raw } : {};
        const split = counts.open_by_severity ?? (stated.length > 0 ? bySeverity : unsplit);
        const right = argued[path] ?? { raw: counts.raw ?? 0, rawBySeverity: split };
        expect(summary.raw).toBe(right.raw);
        expect(summary.rawBySeverity).toEqual(right.rawBySeverity);
      },
    );

    it("of other formats are claimed by no importer", async () => {
      const claimed: string[] = [];
      for (const { path, format } of ours) {
        if (known.has(format) || statSync(`${folder}/${path}`).size === 0) continue;
        const { sniff } = await sniffSource(decoded(createReadStream(`${folder}/${path}`)));
        try {
          claimed.push(`${path}: ${chooseImporter(sniff).format}`);
        } catch (error) {
          expect(error).toMatchObject({ code: "unrecognised" });
          expect((error as Error).message).not.toMatch(/\n/);
        }
      }
      expect(claimed).toEqual([]);
    });
  });
}
