import { expect, it } from "vitest";
import { benchOptions } from "./options";
import { isMet, percentile, type Row, shown, table } from "./table";

const row = (part: Partial<Row>): Row => ({
  ...{ name: "import", what: "2 reports", seconds: 1, value: 0.3, unit: "× L", target: { least: 0.2, wanted: 0.5 } },
  ...part,
});

it("says whether a target is met, in both directions, and nothing where there is none", () => {
  expect([row({}), row({ value: 0.19 }), row({ target: { most: 0.3 } }), row({ target: null })].map(isMet)).toEqual([
    true,
    false,
    true,
    null,
  ]);
});

it("prints a line for each figure, with its target", () => {
  const lines = table([row({}), row({ name: "log", value: 1234.6, unit: "MB", target: null, seconds: null })]).split(
    "\n",
  );
  expect(lines).toHaveLength(4);
  expect(lines[2]).toMatch(/^import +2 reports +1\.00 +0\.3 × L +≥ 0\.2 × L, wanted 0\.5 +yes$/);
  expect(lines[3]).toMatch(/^log +2 reports +1,235 MB$/);
});

it("takes percentiles by rank", () => {
  const values = Array.from({ length: 100 }, (_, i) => 100 - i);
  expect([0.5, 0.95, 0.99, 1].map((p) => percentile(values, p))).toEqual([50, 95, 99, 100]);
  expect(percentile([7], 0.99)).toBe(7);
  expect(shown(0.024_56)).toBe("0.0246");
});

it("reads its options, and says what it does not know", () => {
  expect(benchOptions(["--findings", "5000", "--json"])).toMatchObject({ findings: 5000, json: true, readOnly: false });
  expect(benchOptions(["--findings=1e6", "--read-only"])).toMatchObject({ findings: 1_000_000, readOnly: true });
  expect(() => benchOptions(["--findings", "many"])).toThrow("--findings needs a number");
  expect(() => benchOptions(["--fast"])).toThrow("bench knows no --fast");
});
