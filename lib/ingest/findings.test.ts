import { expect, it } from "vitest";
import { pack } from "./blob";
import { findingsOf } from "./findings";
import type { Resolved } from "./resolve";

const row = (assetId: number, ruleId: number, loc: bigint, ruleCode: string): Resolved => ({
  ...{ assetId, ruleId, loc, content: 1n },
  row: {
    ...{ asset: { kind: "cluster" }, ruleCode, loc, content: 1n },
    ...{ severity: 3, severitySource: 0, fixState: 0, evidence: "{}", firstAt: null },
  },
});
const count = (scopes: Parameters<typeof findingsOf>[0], subjectOf = (_: number) => 9) =>
  findingsOf(scopes, subjectOf, (code) => code === "KEY");

it("counts findings of images without their version, and secrets by place", () => {
  const one = { rows: [row(1, 1, 0n, "A"), row(1, 2, 5n, "KEY")], again: null };
  const two = { rows: [row(2, 1, 7n, "A"), row(2, 2, 5n, "KEY"), row(2, 2, 6n, "KEY")], again: null };
  expect(count([one, two])).toBe(3);
  expect(count([one, two], (asset) => asset)).toBe(5);
});

it("counts what was recognised once with what was read", () => {
  const blob = pack([row(1, 1, 1n, "A"), row(1, 1, 2n, "A"), row(1, 3, 1n, "C"), row(1, 4, 1n, "D")]);
  const again = {
    seen: { scopeId: 1, version: "1", blob, marks: Buffer.alloc(0) },
    rows: Uint8Array.from([0, 1, 1, 0]),
  };
  expect(count([{ rows: [row(1, 1, 1n, "A"), row(1, 5, 1n, "E")], again }])).toBe(3);
});
