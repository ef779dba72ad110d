import { describe, expect, it } from "vitest";
import { hash64 } from "../domain/identity/fingerprint";
import type { ResultClass } from "../domain/vocabulary";
import { type BlobKey, keysOf, keyText, pack } from "./blob";
import { digestOf } from "./digest";
import { changeOf, type ResolvedScope, type ScopeChange } from "./scopes";

type Row = ResolvedScope["rows"][number];

const row = (ruleId: number, loc = "", content = 1n): Row => ({
  ...{ assetId: 1, ruleId, loc: hash64(loc), content },
  row: {
    ...{ asset: { kind: "cluster" }, ruleCode: `R${ruleId}`, loc: hash64(loc), content },
    ...{ severity: 3, severitySource: 0, fixState: 0, evidence: "{}", firstAt: null },
  },
});
const rows = (from: number, to: number) => Array.from({ length: to - from }, (_, index) => row(from + index));
const day = (n: number) => new Date(Date.UTC(2026, 0, n));

interface Case {
  before?: Row[];
  /** Days: of the scope's latest report, of its latest complete one, and of this one. */
  known?: number;
  knownComplete?: number;
  on?: number;
  complete?: boolean;
  class?: ResultClass;
  part?: Partial<ResolvedScope>;
}

function inputOf(now: Row[], of: Case = {}): ResolvedScope {
  const before = of.before ?? [];
  return {
    scope: {
      ...{
        target: { kind: "cluster" },
        class: of.class ?? "vulnerability",
        profile: "",
        complete: of.complete ?? true,
      },
      ...{ tool: null, assessed: null, assesses: 0, observedAt: null, placedOn: [], label: "it", rows: [] },
    },
    state: {
      ...{
        id: 7,
        digest: of.known ? digestOf(before, null) : null,
        reportId: "1",
        muted: false,
        wholeSince: null,
        findings: null,
      },
      observedAt: of.known ? day(of.known) : null,
      completeAt: of.knownComplete ? day(of.knownComplete) : null,
      blob: pack([...before]),
    },
    ...{ targetId: 1, toolId: 0, reportId: "2", events: false, assessed: null, force: false, rows: now },
    ...{ again: null, later: null, version: 0n },
    at: day(of.on ?? 10).toISOString(),
    ...of.part,
  };
}

const changed = (input: ResolvedScope) => changeOf(input) as ScopeChange;
const ops = (input: ResolvedScope) =>
  changed(input)
    .changes.map(({ op, ruleId }) => `${op}:${ruleId}`)
    .sort();
const keys = (blob: Buffer | null) => (blob === null ? null : [...keysOf(blob)].map((key: BlobKey) => key.ruleId));

describe("a newer report", () => {
  const before = [row(1), row(2), row(3, "", 1n)];
  it("adds, changes and, when complete, closes", () => {
    const input = inputOf([row(2), row(3, "", 2n), row(4)], { before, known: 1, knownComplete: 1 });
    expect(ops(input)).toEqual(["1:3", "1:4", "2:1"]);
    expect(changed(input).diff).toEqual({ new: 1, changed: 1, gone: 1, same: 1 });
    expect(keys(changed(input).blob)).toEqual([2, 3, 4]);
  });

  it("closes nothing when incomplete, and remembers what it did not mention", () => {
    const input = inputOf([row(4)], { before, known: 1, complete: false });
    expect(ops(input)).toEqual(["1:4"]);
    expect(keys(changed(input).blob)).toEqual([1, 2, 3, 4]);
  });

  it("closes only what it looked at", () => {
    const input = inputOf([], { before, known: 1, part: { assessed: new Set([2]) } });
    expect(ops(input)).toEqual(["2:2"]);
    expect(keys(changed(input).blob)).toEqual([1, 3]);
    expect([...changed(input).silent]).toEqual([1, 3]);
  });

  it("is silent on what it holds, never on what it shows or closes; an incomplete one is on nothing", () => {
    const many = rows(1, 60);
    const held = changed(inputOf([row(1)], { before: many, known: 1, knownComplete: 1 }));
    expect([held.held.length, held.silent.size, held.silent.has(1)]).toEqual([58, 58, false]);
    expect(changed(inputOf([row(1)], { before, known: 1, knownComplete: 1 })).silent.size).toBe(0);
    expect(changed(inputOf([], { before, known: 1, complete: false })).silent.size).toBe(0);
  });

  it("changes nothing when it says the same", () => {
    const change = changed(inputOf(before, { before, known: 1, knownComplete: 1 }));
    expect(change).toMatchObject({ changes: [], blob: null, older: false });
  });
});

describe("an older report", () => {
  const before = [row(1), row(2)];
  it("moves first-seen back and changes nothing else where a complete one came since", () => {
    const change = changed(inputOf([row(1), row(3)], { before, known: 20, knownComplete: 20 }));
    expect(change.changes.map(({ op, ruleId }) => [op, ruleId])).toEqual([[3, 1]]);
    expect(change).toMatchObject({ blob: null, older: true });
  });

  it("adds what nobody has said to be over", () => {
    const input = inputOf([row(1, "", 9n), row(3)], { before, known: 20, knownComplete: 5, complete: false });
    expect(ops(input)).toEqual(["1:3", "3:1"]);
    const { blob } = changed(input);
    expect(keys(blob)).toEqual([1, 2, 3]);
    expect(blob?.readBigInt64BE(16)).toBe(1n);
  });

  describe("where only partial ones came since", () => {
    const before = [row(1), row(2), row(3, "", 1n), row(4)];
    const [of3, of4] = [before[2], before[3]] as [Row, Row];
    const late = { before, known: 20, knownComplete: 5, part: { later: new Set([keyText(of4)]) } };
    it("closes what it lacks and rewords what it has, but for what they said", () => {
      const input = inputOf([row(2), row(3, "", 2n), row(5)], late);
      expect(ops(input)).toEqual(["1:3", "1:5", "2:1", "3:2"]);
      expect(changed(input)).toMatchObject({ diff: { new: 1, changed: 1, gone: 1, same: 1 }, older: true });
      const { blob } = changed(input);
      expect(keys(blob)).toEqual([2, 3, 4, 5]);
      expect(blob?.readBigInt64BE(24 + 16)).toBe(2n);
      const words = inputOf([row(3, "", 2n), row(4, "", 2n)], { ...late, complete: false });
      expect(ops(words)).toEqual(["1:3", "3:4"]);
      expect(keys(changed(words).blob)).toEqual([1, 2, 3, 4]);
    });

    it("closes only what it looked at, and nothing where it would have been held", () => {
      expect(ops(inputOf([], { ...late, part: { ...late.part, assessed: new Set([1, 4]) } }))).toEqual(["2:1"]);
      const many = changed(inputOf([row(1)], { ...late, before: rows(0, 60) }));
      expect([many.changes.map(({ op }) => op), many.held]).toEqual([[3], []]);
      const part = { ...late.part, force: true };
      expect(changed(inputOf([row(1)], { ...late, before: rows(0, 60), part })).changes).toHaveLength(59);
    });

    it("adds alone where it is not known what they said, and not even that after a complete one", () => {
      expect(ops(inputOf([of3, row(5)], { ...late, part: {} }))).toEqual(["1:5", "3:3"]);
      expect(ops(inputOf([row(5)], { ...late, knownComplete: 15 }))).toEqual([]);
    });
  });

  it("at the same instant the same one of two wins, whichever comes first and whatever the ids", () => {
    const one = [row(1), row(2)];
    const two = [row(1), row(3)];
    const wins = (now: Row[], before: Row[]) => !changed(inputOf(now, { before, known: 10, knownComplete: 10 })).older;
    expect(wins(one, two)).not.toBe(wins(two, one));
    expect(wins(one, one)).toBe(true);
    const renumbered = (list: Row[]) => list.map((item) => ({ ...item, assetId: 99, ruleId: item.ruleId + 50 }));
    expect(digestOf(renumbered(one).reverse(), null)).toBe(digestOf(one, null));
  });
});

describe("the hold", () => {
  const many = { known: 1, knownComplete: 1 };
  it.each([
    ["more than 20 and more than half", 41, 20, true],
    ["exactly half", 42, 21, false],
    ["exactly 20", 20, 0, false],
    ["all of 21", 21, 0, true],
  ])("%s", (_, had, has, held) => {
    const change = changed(inputOf(rows(0, has), { before: rows(0, had), ...many }));
    expect(change.held.length).toBe(held ? had - has : 0);
    expect(change.changes.length).toBe(held ? 0 : had - has);
    if (held) expect(change.blob).toBeNull();
  });

  it("applies additions while it holds", () => {
    const change = changed(inputOf([row(900)], { before: rows(0, 30), ...many }));
    expect(change.changes.map(({ op, ruleId }) => [op, ruleId])).toEqual([[1, 900]]);
    expect(change.held.length).toBe(30);
    expect(keys(change.blob)?.length).toBe(31);
  });

  it("lets a forced report close", () => {
    const change = changed(inputOf([], { before: rows(0, 30), ...many, part: { force: true } }));
    expect(change.held).toEqual([]);
    expect(change.changes.length).toBe(30);
  });

  it("counts findings: packages of one flaw are one, and one that keeps a package stays", () => {
    const packages = (rule: number) => Array.from({ length: 30 }, (_, index) => row(rule, `p${index}`));
    expect(changed(inputOf([], { before: packages(1), ...many })).held).toEqual([]);
    const twoEach = rows(0, 30).flatMap((item) => [row(item.ruleId, "a"), row(item.ruleId, "b")]);
    const oneEach = rows(0, 30).map((item) => row(item.ruleId, "a"));
    expect(changed(inputOf(oneEach, { before: twoEach, ...many })).held).toEqual([]);
  });

  it("counts secrets by where they are", () => {
    const secrets = Array.from({ length: 30 }, (_, index) => row(1, `file${index}`));
    expect(changed(inputOf([], { before: secrets, ...many, class: "secret" })).held.length).toBe(30);
  });
});

it("events are added, each time, and never close", () => {
  const input = inputOf([row(2)], { before: [row(1)], known: 20, complete: false, part: { events: true } });
  expect(ops(input)).toEqual(["4:2"]);
  expect(keys(changed(input).blob)).toEqual([1, 2]);
});
