import { expect, test } from "vitest";
import { toCsv } from "./csv";

test("quotes what needs it and leaves the rest alone", () => {
  const text = toCsv({
    head: ["cluster", "score"],
    rows: [
      ["a,b", 71],
      ['say "x"', null],
      ["two\nlines", 0.5],
    ],
  });
  expect(text).toBe('cluster,score\r\n"a,b",71\r\n"say ""x""",\r\n"two\nlines",0.5');
});

test.each(["=1+1", "+1", "-1", "@x", "\tx"])("a spreadsheet does not run %j", (value) => {
  expect(
    toCsv({ head: ["name"], rows: [[value]] })
      .split("\r\n")[1]
      ?.replaceAll('"', ""),
  ).toBe(`'${value}`);
});

test("a negative number stays a number", () => {
  expect(toCsv({ head: ["change"], rows: [[-6]] })).toBe("change\r\n-6");
});
