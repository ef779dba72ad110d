import { expect, it } from "vitest";
import { growthSince } from "./growth";
import type { Row } from "./table";

const lists = (value: number, parts?: Record<string, number>): Row => ({
  ...{ name: "findings list (readers × filters)", what: "", seconds: null, value, unit: "ms", target: { most: 50 } },
  parts,
});

it("compares the p95 of a kind, and each read with itself", () => {
  const before = { findings: 1_000_000, rows: [lists(20, { a: 10, b: 20, c: 5, gone: 1 })] };
  const rows = growthSince(before, 10_000_000, [lists(30, { a: 12, b: 40, c: 5, new: 900 })]);
  expect(rows.map(({ name, value, target }) => [name, value, target])).toEqual([
    ["growth of findings list", 1.5, { most: 1.5 }],
    ["growth of findings list, each read", 1.2, { most: 1.5 }],
  ]);
  expect(rows[1]?.what).toMatch(/of 3 reads, p95 2\.00; most: b 40\.0 ms with 10,000,000 findings, 20\.0 ms with/);
});

it("says nothing of what the other run lacks, nor of single reads that it did not print", () => {
  expect(growthSince({ findings: 1, rows: [lists(20)] }, 2, [lists(30, { a: 1 })])).toHaveLength(1);
  expect(growthSince({ findings: 1, rows: [] }, 2, [lists(30)])).toEqual([]);
});
