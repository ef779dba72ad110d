import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type FixState, fixStates, type Severity, severities } from "../domain/vocabulary";
import type { DetectionItem, SeverityOpinion } from "../importers/types";
import { decided, joined, rowOf } from "./row";
import type { CollectedRow } from "./types";

const severity = fc.constantFrom<Severity>(...severities.list);
const opinions = fc.array(
  fc.record<SeverityOpinion>({
    source: fc.constantFrom("distribution", "ghsa", "nvd", "tool"),
    by: fc.constantFrom("debian", "ghsa", "nvd", "tool"),
    severity,
  }),
  { maxLength: 3 },
);
const scalar = fc.oneof(fc.string({ maxLength: 3 }), fc.integer({ min: 0, max: 3 }), fc.boolean());
const evidence = fc.dictionary(fc.constantFrom("line", "path", "class", "title"), scalar);
const at = fc.constantFrom("2026-01-01T00:00:00Z", "2026-01-02T00:00:00Z", "2026-01-03T00:00:00Z");

function itemOf(part: Partial<DetectionItem>): DetectionItem {
  return {
    type: "detection",
    scope: 0,
    rule: { id: "CVE-2026-1", title: "t", kind: "vulnerability", area: "application" },
    location: "here",
    severity: "medium",
    rawSeverity: null,
    fixState: "unknown",
    ...part,
  };
}
const item = fc
  .record({ severity, opinions, evidence, fixState: fc.constantFrom<FixState>(...fixStates.list) })
  .map(itemOf);
const event = fc.record({ firstAt: at, lastAt: at, count: fc.integer({ min: 1, max: 9 }), evidence }).map(itemOf);
const row = (of: DetectionItem) => rowOf(of, { kind: "cluster" });
const rows = fc.oneof(item.map(row), event.map(row));

const three = (of: typeof item) => fc.tuple(of.map(row), of.map(row), of.map(row));

describe("rowOf", () => {
  it("hashes what is shown, whatever the order of keys", () => {
    fc.assert(
      fc.property(item, (of) => {
        const turned = Object.fromEntries(Object.entries(of.evidence ?? {}).reverse());
        expect(row({ ...of, evidence: turned }).content).toBe(row(of).content);
        expect(row({ ...of, installedVersion: "1.2.3-other" }).content).not.toBe(row(of).content);
      }),
    );
  });

  it("does not take severity, title or version into the location", () => {
    const one = row(itemOf({ severity: "low", installedVersion: "1" }));
    const two = row(itemOf({ severity: "high", installedVersion: "2", fixedVersion: "3" }));
    expect(one.loc).toBe(two.loc);
    expect(row(itemOf({ location: "there" })).loc).not.toBe(one.loc);
  });

  it("takes the severity of the best source that has one", () => {
    const by = (source: SeverityOpinion["source"], word: Severity) => ({ source, by: source, severity: word });
    const of = { severity: "critical" as const, opinions: [by("nvd", "high"), by("distribution", "low")] };
    expect(decided(of)).toEqual({ severity: severities.code("low"), source: 3 });
    expect(decided({ ...of, opinions: [by("distribution", "unknown"), by("nvd", "high")] })).toEqual({
      severity: severities.code("high"),
      source: 1,
    });
    expect(decided({ severity: "critical", opinions: [] })).toEqual({
      severity: severities.code("critical"),
      source: 0,
    });
  });
});

describe("joined", () => {
  const shown = ({ severity: word, severitySource, fixState, evidence: text, firstAt, content }: CollectedRow) => ({
    ...{ word, severitySource, fixState, text, firstAt, content },
  });

  it("does not depend on which entry comes first", () => {
    fc.assert(
      fc.property(rows, rows, (a, b) => {
        expect(shown(joined(a, b))).toEqual(shown(joined(b, a)));
      }),
    );
  });

  it("does not depend on how entries are grouped", () => {
    fc.assert(
      fc.property(fc.oneof(three(item), three(event)), ([a, b, c]) => {
        expect(shown(joined(joined(a, b), c))).toEqual(shown(joined(a, joined(b, c))));
      }),
    );
  });

  it("changes nothing when an entry is repeated, but for the number of events", () => {
    fc.assert(
      fc.property(item.map(row), (a) => {
        expect(shown(joined(a, a))).toEqual(shown(a));
      }),
    );
    const alert = row(itemOf({ count: 3 }));
    expect(JSON.parse(joined(alert, alert).evidence).count).toBe(6);
    expect(JSON.parse(joined(alert, row(itemOf({}))).evidence).count).toBe(4);
  });
});
