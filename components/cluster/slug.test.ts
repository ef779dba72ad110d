import { expect, test } from "vitest";
import { Slug } from "@/lib/client/contract/common";
import { slugOf } from "./slug";

test.each([
  ["Checkout (prod)", "checkout-prod"],
  ["Zürich 1", "zurich-1"],
  ["  -- edge --  ", "edge"],
  ["x".repeat(80), "x".repeat(63)],
  [`${"x".repeat(62)}-yz`, "x".repeat(62)],
])("%j becomes %j", (name, slug) => {
  expect(slugOf(name)).toBe(slug);
  expect(Slug.safeParse(slug).success).toBe(true);
});
