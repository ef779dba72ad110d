import { expect, it } from "vitest";
import type { DetectionItem, Item, ScopeItem } from "../importers/types";
import { collect } from "./collect";

const header: Item = { type: "header", tool: "t", toolVersion: null, semantics: "snapshot", observedAt: null };
const scope = (ref: number, part: Partial<ScopeItem> = {}): ScopeItem => ({
  ...{ type: "scope", ref, target: { kind: "node", name: "n1" }, class: "misconfiguration", profile: "" },
  ...{ complete: true, assesses: ["host"], label: "n1" },
  ...part,
});
const detection = (into: number, id: string, part: Partial<DetectionItem> = {}): DetectionItem => ({
  ...{ type: "detection", scope: into, location: "", severity: "high", rawSeverity: "HIGH", fixState: "unknown" },
  rule: { id, title: id, kind: "misconfiguration", area: "host" },
  ...part,
});

async function* stream(items: Item[]): AsyncGenerator<Item> {
  yield* items;
}
const collected = (...items: Item[]) => collect("test", stream([header, ...items]));

it("makes one scope of the same target, class and profile, complete only if all of its parts are", async () => {
  const parts = [scope(0, { assesses: ["host"] }), scope(1, { complete: false, assesses: ["platform"] })];
  const { scopes } = await collected(...parts, detection(0, "A"), detection(1, "B"), scope(2, { profile: "fixed" }));
  expect(scopes.map(({ complete, assesses, rows }) => [complete, assesses, rows.length])).toEqual([
    [false, 0b101, 2],
    [true, 0b001, 0],
  ]);
});

it("never takes a scope without a target for complete", async () => {
  const { scopes } = await collected(scope(0, { target: null }), detection(0, "A"));
  expect(scopes[0]).toMatchObject({ complete: false, target: null });
  expect(scopes[0]?.rows[0]?.asset).toEqual({ kind: "cluster" });
});

it("closes only in what all parts looked at together", async () => {
  const both = await collected(scope(0, { assessed: ["A"] }), scope(1, { assessed: ["B"] }));
  expect(both.scopes[0]?.assessed).toEqual(["A", "B"]);
  const one = await collected(scope(0, { assessed: ["A"] }), scope(1));
  expect(one.scopes[0]?.assessed).toBeNull();
});

it("makes one row of repeated entries and counts them all in raw", async () => {
  const result = await collected(
    scope(0),
    detection(0, "A", { evidence: { line: 1 } }),
    detection(0, "A", { evidence: { line: 2 } }),
    detection(0, "A", { location: "there", rawCount: 3 }),
    { type: "skipped", reason: "manual", count: 2, raw: 2 },
    { type: "skipped", reason: "manual", count: 1 },
  );
  expect(result.scopes[0]?.rows.map((row) => JSON.parse(row.evidence).line ?? null)).toEqual([[1, 2], null]);
  expect(result).toMatchObject({ raw: 7, skipped: [{ reason: "manual", count: 3 }] });
});

it("learns the names of a rule from all entries, whichever comes first", async () => {
  const named = (...aliases: string[]) => detection(0, "A", { rule: { ...detection(0, "A").rule, aliases } });
  for (const items of [
    [named(), named("X"), named("Y", "X")],
    [named("X", "Y"), named(), named("Y")],
  ]) {
    const { rules } = await collected(scope(0), ...items);
    expect(rules.get("A")?.aliases).toEqual(["X", "Y"]);
  }
});

it("counts entries that were recognised in raw, and gives them to their scope", async () => {
  const known = (entries: number[]): Item => ({ type: "known", scope: 0, entries });
  const result = await collected(scope(0), detection(0, "A"), known([4, 2]), known([3]));
  expect(result.raw).toBe(4);
  expect(result.scopes[0]?.known).toEqual([4, 2, 3]);
});

it("gives a row the mark of its entry, and none to a row of several", async () => {
  const mark = (digest: bigint) => ({ digest, key: 0 });
  const { scopes } = await collected(
    ...[
      scope(0),
      detection(0, "A", { mark: mark(1n) }),
      detection(0, "B", { mark: mark(2n) }),
      detection(0, "B", { mark: mark(3n) }),
    ],
  );
  expect(scopes[0]?.rows.map(({ ruleCode, mark }) => [ruleCode, mark])).toEqual([
    ["A", mark(1n)],
    ["B", undefined],
  ]);
});

it("cleans what the database could not store, in names as in evidence", async () => {
  const { scopes, rules } = await collected(
    scope(0, { target: { kind: "node", name: "a\0b" } }),
    detection(0, "R\ud800", { evidence: { "k\0": "v\0" } }),
  );
  expect(scopes[0]?.target).toEqual({ kind: "node", name: "ab" });
  expect([...rules.keys()]).toEqual(["R�"]);
  expect(scopes[0]?.rows[0]?.evidence).toBe('{"k":"v"}');
});
