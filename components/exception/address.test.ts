import { expect, test } from "vitest";
import { openException, stateOf, viewOf } from "./address";

const at = (text: string) => new URLSearchParams(text);

test("an address says which exceptions are listed and which one is open", () => {
  expect(stateOf(at(""))).toBe("pending");
  expect(stateOf(at("view=in-force"))).toBe("approved");
  expect(stateOf(at("view=all"))).toBeNull();
  expect(viewOf(at("view=nonsense"))).toBeNull();
  expect(openException(at("exception=12"))).toBe(12);
  for (const bad of ["", "exception=", "exception=0", "exception=x1", "exception=99999999999"])
    expect(openException(at(bad))).toBeNull();
});
