import { expect, test } from "vitest";
import { findingsHref, rowHref, trendAddress } from "./address";

const now = Date.parse("2026-11-27T08:00:00Z");
const of = (query: string) => trendAddress(new URLSearchParams(query), now);

test("the address says which days, of what, and by what", () => {
  expect(of("").params).toMatchObject({ from: "2026-10-29", to: "2026-11-27", by: "team", area: null });
  expect(of("team=web&period=7&area=host&severity=high").params).toMatchObject({
    ...{ team: "web", by: "cluster", area: "host", severity: "high", from: "2026-11-21" },
  });
  expect(of("by=area").by).toBe("area");
  expect(of("by=nonsense").by).toBe("team");
});

test("a row leads to the same page of that row alone", () => {
  const here = new URLSearchParams("period=quarter&by=team&area=host");
  expect(rowHref(here, "team", "web")).toBe("/trends?period=quarter&area=host&team=web");
  expect(rowHref(here, "team", null)).toBe("/trends?period=quarter&area=host&team=none");
});

test("findings are those that the page counts", () => {
  expect(findingsHref(new URLSearchParams("team=web&period=7&area=host"), { severity: "critical" })).toBe(
    "/findings?team=web&area=host&severity=critical",
  );
  expect(findingsHref(new URLSearchParams("period=7"), {})).toBe("/findings");
});
