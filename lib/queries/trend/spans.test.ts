import { expect, test } from "vitest";
import { periodOf, spanEnd, spansOf } from "./spans";

const now = new Date("2026-11-27T09:00:00Z");

test("the last 90 days against the 90 before, by day", () => {
  const period = periodOf({}, now);
  expect(period).toMatchObject({ from: "2026-08-30", to: "2026-11-27", days: 90, grain: "day", span: 1 });
  expect(period.before).toEqual({ from: "2026-06-01", to: "2026-08-29" });
  expect([spansOf(period), spanEnd(period, 0, 0), spanEnd(period, 1, 89)]).toEqual([90, "2026-11-27", "2026-06-01"]);
});

test("longer periods are drawn by weeks and months, counted back from their end", () => {
  const period = periodOf({ from: "2026-01-01", to: "2026-06-30" }, now);
  expect(period).toMatchObject({ days: 181, grain: "week", span: 7, before: { to: "2025-12-31" } });
  expect([spansOf(period), spanEnd(period, 0, 1), spanEnd(period, 1, 0)]).toEqual([26, "2026-06-23", "2025-12-31"]);
  expect(periodOf({ from: "2025-01-01" }, now).grain).toBe("month");
});

test("what is to come is not asked for, and an end before its start is one day", () => {
  expect(periodOf({ from: "2026-12-24", to: "2027-01-01" }, now)).toMatchObject({ from: "2026-11-27", days: 1 });
  expect(periodOf({ from: "1990-01-01" }, now).days).toBe(3 * 366);
});
