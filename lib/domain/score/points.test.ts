import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decisions, presences, runnings, severities } from "../vocabulary";
import { evidenceState } from "./evidence";
import { countsInScore, points, type Risk } from "./points";
import { unitKindOf } from "./unit";

const plain: Risk = { severity: "medium", kev: false, epss: null, exposed: false, running: "yes" };

describe("points", () => {
  it.each<[Partial<Risk>, number]>([
    [{ severity: "critical" }, 100],
    [{ severity: "high" }, 30],
    [{}, 10],
    [{ severity: "unknown" }, 10],
    [{ severity: "low" }, 1],
    [{ severity: "info", kev: true }, 0],
    [{ severity: "critical", kev: true, epss: 0.9, exposed: true }, 1000],
    [{ epss: 0.1 }, 20],
    [{ epss: 0.0999 }, 10],
    [{ severity: "low", exposed: true }, 2],
    [{ severity: "critical", kev: true, running: "no" }, 0],
    [{ running: "unknown" }, 10],
  ])("%o weighs %d tenths", (risk, expected) => expect(points({ ...plain, ...risk })).toBe(expected));

  it("is a whole number of tenths and never falls when a risk grows", () => {
    const risk = fc.record({
      severity: fc.constantFrom(...severities.list),
      kev: fc.boolean(),
      epss: fc.option(fc.double({ min: 0, max: 1, noNaN: true })),
      exposed: fc.boolean(),
      running: fc.constantFrom(...runnings.list),
    });
    fc.assert(
      fc.property(risk, (of) => {
        expect(Number.isInteger(points(of))).toBe(true);
        expect(points({ ...of, kev: true })).toBeGreaterThanOrEqual(points(of));
        expect(points({ ...of, exposed: true })).toBeGreaterThanOrEqual(points(of));
        expect(points({ ...of, severity: "critical" })).toBeGreaterThanOrEqual(points(of));
      }),
    );
  });
});

it("counts what is there, accepted or not, except what is no risk", () => {
  for (const presence of presences.list) {
    for (const decision of decisions.list) {
      const expected = presence === "present" && !["false_positive", "mitigated"].includes(decision);
      expect(countsInScore(presence, decision)).toBe(expected);
    }
  }
});

it("calls evidence stale after its window, and never only where there was none", () => {
  const now = new Date("2026-03-01T00:00:00Z");
  expect(evidenceState(null, now)).toBe("never");
  expect(evidenceState(new Date("2026-02-20T00:00:00Z"), now)).toBe("fresh");
  expect(evidenceState(new Date("2026-01-20T00:00:00Z"), now)).toBe("stale");
  expect(evidenceState(new Date("2026-02-20T00:00:00Z"), now, 7)).toBe("stale");
});

it.each([
  [{ assetKind: "image", placed: true }, "workload"],
  [{ assetKind: "image" }, "image"],
  [{ assetKind: "workload", namespace: "shop" }, "workload"],
  [{ assetKind: "workload", namespace: "shop", object: true }, "namespace"],
  [{ assetKind: "workload", namespace: "", object: true }, "control_plane"],
  [{ assetKind: "cluster" }, "control_plane"],
  [{ assetKind: "registry" }, "control_plane"],
  [{ assetKind: "node" }, "node"],
  [{ assetKind: "service_account" }, "service_account"],
] as const)("%o counts as %s", (of, expected) => expect(unitKindOf(of)).toBe(expected));
