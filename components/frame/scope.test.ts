import { expect, test } from "vitest";
import { scopeOf, withScope } from "./scope";

test("a page keeps the scope of the one before it, and nothing else", () => {
  const scope = scopeOf(new URLSearchParams("cluster=prod&severity=high&environment="));
  expect(scope).toEqual({ cluster: "prod" });
  expect(withScope("/findings", scope)).toBe("/findings?cluster=prod");
  expect(withScope("/findings?kev=true", scope)).toBe("/findings?kev=true&cluster=prod");
  expect(withScope("/overview", {})).toBe("/overview");
});
