import { expect, test } from "vitest";
import { asOfOf, hasPast, withAsOf } from "./as-of";

const now = Date.parse("2026-11-27T10:00:00Z");
const of = (query: string) => asOfOf(new URLSearchParams(query), now);

test("only past days are in the past", () => {
  expect(of("asOf=2026-10-12")).toBe("2026-10-12");
  for (const none of ["", "asOf=2026-11-27", "asOf=2027-01-01", "asOf=2026-02-30", "asOf=yesterday"])
    expect(of(none)).toBeNull();
});

test("a link keeps the day where the page has a past, and drops it elsewhere", () => {
  expect(withAsOf("/clusters/eu?area=host", "2026-10-12")).toBe("/clusters/eu?area=host&asOf=2026-10-12");
  expect(withAsOf("/teams/web", "2026-10-12")).toBe("/teams/web?asOf=2026-10-12");
  expect(withAsOf("/findings?team=web", "2026-10-12")).toBe("/findings?team=web");
  expect(withAsOf("/overview", null)).toBe("/overview");
  expect(["/overview", "/clusters/eu", "/teams/web", "/clusters", "/findings"].map(hasPast)).toEqual([
    true,
    true,
    true,
    false,
    false,
  ]);
});
