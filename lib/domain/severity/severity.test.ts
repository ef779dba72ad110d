import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { severities } from "../vocabulary";
import { decideSeverity } from "./decide";
import { severityOf, severityOfCvss } from "./normalise";
import type { SeverityOpinion } from "./opinion";

describe("severityOf", () => {
  it.each([
    ["CRITICAL", "critical"],
    ["Important", "high"],
    ["MODERATE", "medium"],
    [" Negligible ", "low"],
    ["NONE", "info"],
    ["Informational", "info"],
    ["UNKNOWN", "unknown"],
    ["constructor", "unknown"],
    ["", "unknown"],
    [null, "unknown"],
    [undefined, "unknown"],
  ])("%s is %s", (word, expected) => expect(severityOf(word)).toBe(expected));

  it("knows its own words", () => {
    for (const word of severities.list) expect(severityOf(word)).toBe(word);
  });
});

it.each([
  [10, "critical"],
  [9, "critical"],
  [8.9, "high"],
  [6.9, "medium"],
  [3.9, "low"],
  [0, "info"],
  [-1, "unknown"],
  [Number.NaN, "unknown"],
])("CVSS %d is %s", (score, expected) => expect(severityOfCvss(score)).toBe(expected));

describe("decideSeverity", () => {
  const opinion: fc.Arbitrary<SeverityOpinion> = fc.record({
    source: fc.constantFrom("distribution", "ghsa", "nvd", "tool"),
    by: fc.constantFrom("debian", "ghsa", "nvd", "trivy", "grype"),
    severity: fc.constantFrom(...severities.list),
  });

  it("takes distribution, GHSA, NVD, tool in this order; a tie takes the higher", () => {
    const say = (source: SeverityOpinion["source"], severity: SeverityOpinion["severity"], by = "x") => ({
      source,
      severity,
      by,
    });
    expect(decideSeverity([])).toBe("unknown");
    expect(decideSeverity([say("tool", "critical"), say("nvd", "high")])).toBe("high");
    expect(decideSeverity([say("nvd", "critical"), say("ghsa", "medium"), say("distribution", "low")])).toBe("low");
    expect(decideSeverity([say("tool", "low", "a"), say("tool", "high", "b")])).toBe("high");
    expect(decideSeverity([say("distribution", "unknown"), say("nvd", "high")])).toBe("high");
  });

  it("does not depend on the order, and a repeated opinion changes nothing", () => {
    fc.assert(
      fc.property(fc.array(opinion, { maxLength: 8 }), (opinions) => {
        const decided = decideSeverity(opinions);
        expect(decideSeverity([...opinions].reverse())).toBe(decided);
        expect(decideSeverity([...opinions, ...opinions])).toBe(decided);
      }),
    );
  });
});
