import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ImportError } from "../types";
import { bytesOf } from "./bytes";
import { csvRecords } from "./csv";

async function recordsOf(text: string, cuts: number[] = []): Promise<string[][]> {
  const bytes = Buffer.from(text);
  const ends = [...new Set([...cuts.map((cut) => cut % (bytes.length + 1)), bytes.length])].sort((a, b) => a - b);
  const found: string[][] = [];
  for await (const { fields } of csvRecords(bytesOf(...ends.map((end, i) => bytes.subarray(ends[i - 1] ?? 0, end)))))
    found.push(fields);
  return found;
}

describe("csvRecords", () => {
  it("gives back what was written, however it is cut", async () => {
    const value = fc.string({ unit: fc.constantFrom("a", "ä", " ", ",", '"', "\n", "\r\n", "1"), maxLength: 6 });
    const rows = fc.array(fc.array(value, { minLength: 2, maxLength: 4 }), { maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(
        rows,
        fc.array(fc.nat(), { maxLength: 5 }),
        fc.constantFrom("\n", "\r\n"),
        async (given, cuts, end) => {
          const text = given.map((row) => row.map((field) => `"${field.replaceAll('"', '""')}"`).join(",")).join(end);
          expect(await recordsOf(text, cuts)).toEqual(given);
        },
      ),
      { numRuns: 200 },
    );
  });

  it("reads bare fields, passes over blank lines, and knows on which line a record begins", async () => {
    const lines: number[] = [];
    for await (const { line } of csvRecords(bytesOf('a,b\n\n"x\ny",2\r\nc,d'))) lines.push(line);
    expect(lines).toEqual([1, 3, 5]);
    expect(await recordsOf("a,b,\n,\nc")).toEqual([["a", "b", ""], ["", ""], ["c"]]);
  });

  it("says where a quote is never closed", async () => {
    await expect(recordsOf('a,b\nc,"d\ne')).rejects.toThrow(/never closed \(at line 2\)/);
    await expect(recordsOf(`"${"x".repeat(3_000_000)}`, [1_500_000])).rejects.toBeInstanceOf(ImportError);
  });
});
