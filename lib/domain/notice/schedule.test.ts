import fc from "fast-check";
import { expect, it } from "vitest";
import { isTimeZone, nextTime } from "./schedule";

const next = (timeZone: string, hour: number, after: string, weekday?: number) =>
  nextTime(
    { timing: weekday ? "weekly" : "daily", hour, weekday: weekday ?? 1, timeZone },
    new Date(after),
  ).toISOString();

it.each([
  ["UTC", 8, "2026-11-27T07:59:59Z", "2026-11-27T08:00:00.000Z"],
  ["UTC", 8, "2026-11-27T08:00:00Z", "2026-11-28T08:00:00.000Z"],
  ["UTC", 0, "2026-11-27T23:30:00Z", "2026-11-28T00:00:00.000Z"],
  ["Europe/Berlin", 8, "2026-11-27T06:59:00Z", "2026-11-27T07:00:00.000Z"],
  ["Asia/Kathmandu", 9, "2026-11-27T00:00:00Z", "2026-11-27T03:15:00.000Z"],
  // Berlin, 2026-03-29: 02:00 does not exist; 2026-10-25: 02:00 comes twice.
  ["Europe/Berlin", 2, "2026-03-28T12:00:00Z", "2026-03-29T01:00:00.000Z"],
  ["Europe/Berlin", 2, "2026-10-24T12:00:00Z", "2026-10-25T00:00:00.000Z"],
  ["Europe/Berlin", 2, "2026-10-25T00:00:00Z", "2026-10-26T01:00:00.000Z"],
])("%s at %i after %s is %s", (zone, hour, after, expected) => {
  expect(next(zone, hour, after)).toBe(expected);
});

it("keeps to the weekday of the zone", () => {
  expect(next("UTC", 8, "2026-11-27T12:00:00Z", 1)).toBe("2026-11-30T08:00:00.000Z");
  expect(next("Pacific/Auckland", 1, "2026-11-27T12:00:00Z", 1)).toBe("2026-11-29T12:00:00.000Z");
});

it("comes once a day, whatever the zone", () => {
  const zones = [
    "UTC",
    "Europe/Berlin",
    "America/St_Johns",
    "Australia/Lord_Howe",
    "Asia/Kathmandu",
    "America/New_York",
  ];
  fc.assert(
    fc.property(
      fc.constantFrom(...zones),
      fc.integer({ min: 0, max: 23 }),
      fc.date({ min: new Date("2026-01-01"), max: new Date("2027-01-01"), noInvalidDate: true }),
      (timeZone, hour, from) => {
        const schedule = { timing: "daily", hour, weekday: 1, timeZone } as const;
        const first = nextTime(schedule, from);
        const hours = (nextTime(schedule, first).getTime() - first.getTime()) / 3_600_000;
        expect(first.getTime()).toBeGreaterThan(from.getTime());
        expect(Math.abs(hours - 24)).toBeLessThanOrEqual(1);
      },
    ),
    { numRuns: 300 },
  );
  expect([isTimeZone("Europe/Berlin"), isTimeZone("Mars/Base")]).toEqual([true, false]);
});
