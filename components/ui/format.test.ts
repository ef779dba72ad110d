import { describe, expect, test } from "vitest";
import { bounded, bytes, duration, percent, plural, points } from "./format";
import { calendarDay, daysUntil, distance, moment } from "./time-format";

test("a bounded count says that it is bounded", () => {
  expect(bounded({ value: 10_000, atLeast: true })).toBe("10,000+");
  expect(bounded({ value: 9_999, atLeast: false })).toBe("9,999");
});

test("a share is never rounded to all or to nothing", () => {
  expect([0, 0.001, 0.5, 0.996, 1].map(percent)).toEqual(["0 %", "1 %", "50 %", "99 %", "100 %"]);
});

test("points keep their tenth where it matters", () => {
  expect([0.1, 3.7, 9.96, 2310.4].map(points)).toEqual(["0.1", "3.7", "10", "2,310"]);
});

test("sizes and times in the words that people use", () => {
  expect([0, 999, 2048, 18_400_000, 3_000_000_000].map(bytes)).toEqual(["0 B", "999 B", "2.0 kB", "18 MB", "3.0 GB"]);
  expect([84, 1840, 95_000].map(duration)).toEqual(["84 ms", "1.8 s", "1 min 35 s"]);
  expect([plural(1, "finding"), plural(1204, "finding"), plural(2, "entry", "entries")]).toEqual([
    "1 finding",
    "1,204 findings",
    "2 entries",
  ]);
});

describe("time", () => {
  const now = Date.parse("2026-11-22T12:00:00Z");
  const hour = 3_600_000;

  test("distance in the largest unit that still tells", () => {
    const sizes = [5_000, 12 * 60_000, 5 * hour, 9 * 24 * hour, 120 * 24 * hour, 800 * 24 * hour];
    expect(sizes.map(distance)).toEqual(["now", "12 min", "5 h", "9 d", "4 mo", "2 y"]);
    expect(distance(-5 * hour)).toBe("5 h");
  });

  test("a day of this year needs no year", () => {
    expect(calendarDay("2026-11-02T00:00:00Z", now)).toBe("2 Nov");
    expect(calendarDay("2027-01-02T00:00:00Z", now)).toBe("2 Jan 2027");
  });

  test("a moment is the same for everybody", () => {
    expect(moment("2026-11-22T12:05:00+02:00")).toBe("22 Nov 2026, 10:05 UTC");
  });

  test("due today is nought days, an hour ago is past", () => {
    expect(daysUntil("2026-11-22T13:00:00Z", now)).toBe(1);
    expect(daysUntil("2026-11-22T11:00:00Z", now)).toBe(-0);
    expect(daysUntil("2026-11-20T11:00:00Z", now)).toBe(-2);
  });
});
