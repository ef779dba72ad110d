import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { severities } from "../vocabulary";
import { dueAfterRise, dueAt, type SlaClock } from "./due";

const day = 86_400_000;
const at = (days: number) => new Date(Date.UTC(2026, 0, 1) + days * day);
const clock: SlaClock = { severity: "high", kev: false, fixState: "available", firstSeenAt: at(0) };

describe("dueAt", () => {
  it.each([
    ["critical", 7, 3],
    ["high", 30, 3],
    ["medium", 90, 14],
    ["unknown", 90, 14],
    ["low", 180, 14],
  ] as const)("%s: %d days, %d when exploited", (severity, days, kevDays) => {
    expect(dueAt({ ...clock, severity })).toEqual(at(days));
    expect(dueAt({ ...clock, severity, kev: true })).toEqual(at(kevDays));
  });

  it("has none for info, nor before there is a fix", () => {
    expect(dueAt({ ...clock, severity: "info", kev: true })).toBeNull();
    expect(dueAt({ ...clock, fixState: "none" })).toBeNull();
    expect(dueAt({ ...clock, fixState: "wont_fix" })).toBeNull();
    expect(dueAt({ ...clock, fixState: "unknown" })).toEqual(at(30));
  });

  it("starts at the latest of first seen, fix, place and reopening", () => {
    expect(dueAt({ ...clock, fixAvailableAt: at(10) })).toEqual(at(40));
    expect(dueAt({ ...clock, fixAvailableAt: at(-10) })).toEqual(at(30));
    const date = fc.option(fc.integer({ min: -500, max: 500 }).map(at));
    fc.assert(
      fc.property(date, date, date, (fixAvailableAt, placedAt, reopenedAt) => {
        const due = dueAt({ ...clock, fixAvailableAt, placedAt, reopenedAt }) as Date;
        for (const start of [clock.firstSeenAt, fixAvailableAt, placedAt, reopenedAt]) {
          expect(due.getTime()).toBeGreaterThanOrEqual((start?.getTime() ?? 0) + (start ? 30 * day : 0));
        }
      }),
    );
  });
});

it("never moves a due date back when the severity rises", () => {
  expect(dueAfterRise(at(30), { severity: "critical", kev: false, at: at(5) })).toEqual(at(12));
  expect(dueAfterRise(at(8), { severity: "critical", kev: false, at: at(5) })).toEqual(at(8));
  expect(dueAfterRise(at(30), { severity: "high", kev: true, at: at(5) })).toEqual(at(8));
  expect(dueAfterRise(null, { severity: "critical", kev: true, at: at(5) })).toBeNull();
  fc.assert(
    fc.property(
      fc.constantFrom(...severities.list),
      fc.boolean(),
      fc.nat(400),
      fc.nat(400),
      (severity, kev, old, rise) => {
        const due = dueAfterRise(at(old), { severity, kev, at: at(rise) }) as Date;
        expect(due.getTime()).toBeLessThanOrEqual(at(old).getTime());
      },
    ),
  );
});
