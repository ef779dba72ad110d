import { expect, test } from "vitest";
import { activeFilters, changed, chosen, cleared, listParams, toggled } from "./address";

const at = (text: string) => new URLSearchParams(text);

test("the question holds the filters and not the open drawer", () => {
  expect(listParams(at("severity=critical,high&due=at_risk&q=ssl&finding=7&tab=x"))).toEqual({
    severity: "critical,high",
    due: "at_risk",
    q: "ssl",
    limit: 100,
  });
});

test("a value goes in and out again", () => {
  const once = toggled(at("q=ssl"), "severity", "critical");
  expect(chosen(once, "severity")).toEqual(["critical"]);
  expect(chosen(toggled(once, "severity", "high"), "severity")).toEqual(["critical", "high"]);
  expect(toggled(once, "severity", "critical").toString()).toBe("q=ssl");
});

test("a single state takes the place of a shorthand", () => {
  expect(chosen(toggled(at("state=closed"), "state", "fixed"), "state")).toEqual(["fixed"]);
});

test("clearing keeps the order of the list", () => {
  expect(cleared(at("severity=low&kev=true&sort=due&q=x")).toString()).toBe("sort=due");
});

test("every set filter is told, one by one", () => {
  expect(activeFilters(at("severity=critical,high&kev=true&due=breached&sort=due"))).toEqual([
    { name: "severity", value: "critical" },
    { name: "severity", value: "high" },
    { name: "kev", value: "true" },
    { name: "due", value: "breached" },
  ]);
});

test("nothing and null take a parameter away", () => {
  expect(changed(at("a=1&b=2"), { a: null, b: "", c: "3" }).toString()).toBe("c=3");
});
