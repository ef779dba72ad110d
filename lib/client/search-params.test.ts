import { describe, expect, it } from "vitest";
import { canonicalParams, queryString } from "./search-params";

describe("canonicalParams", () => {
  it("gives equal questions one form", () => {
    const one = canonicalParams({ team: ["a", "b"], q: "", cursor: null, kev: true, area: undefined, limit: 5 });
    expect(JSON.stringify(one)).toBe('{"kev":"true","limit":"5","team":"a,b"}');
    expect(canonicalParams({ limit: "5", kev: "true", team: "a,b", state: [] })).toEqual(one);
  });

  it("keeps zero and false", () => {
    expect(canonicalParams({ a: 0, b: false })).toEqual({ a: "0", b: "false" });
  });
});

describe("queryString", () => {
  it("escapes, and is empty when nothing is asked", () => {
    expect(queryString({ q: "a&b=c", x: null })).toBe("?q=a%26b%3Dc");
    expect(queryString({})).toBe("");
  });
});
