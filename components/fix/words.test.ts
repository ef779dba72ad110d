import { describe, expect, it } from "vitest";
import { changeText, gainOf, gainText } from "./words";

describe("what a score wins", () => {
  it.each([
    [70.1, 72.2, 2.1, "+2.1"],
    [70, 69.6, -0.4, "−0.4"],
    [70, 70, 0, "0"],
    [null, 70, null, "?"],
  ])("from %s to %s", (before, after, gain, text) => {
    expect(gainOf({ before, after })).toBe(gain);
    expect(gainText({ before, after })).toBe(text);
  });

  it("says what is not known", () => expect(changeText({ before: null, after: 4 })).toBe("unknown → 4.0"));
});
