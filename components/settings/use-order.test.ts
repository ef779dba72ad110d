import { expect, it } from "vitest";
import { movedTo } from "./use-order";

it("puts one in its new place and keeps the order of the others", () => {
  expect(movedTo([1, 2, 3, 4], 4, 0)).toEqual([4, 1, 2, 3]);
  expect(movedTo([1, 2, 3, 4], 1, 2)).toEqual([2, 3, 1, 4]);
  expect(movedTo([1, 2, 3, 4], 2, 99)).toEqual([1, 3, 4, 2]);
  expect(movedTo([1, 2, 3, 4], 2, -5)).toEqual([2, 1, 3, 4]);
});
