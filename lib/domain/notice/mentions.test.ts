import { expect, it } from "vitest";
import { mentionsIn } from "./mentions";

it.each([
  ["@ada please look", ["ada"]],
  ["cc @Ada@Example.org, @bob.", ["ada@example.org", "bob"]],
  ["(@ada) @ada @ada.lovelace", ["ada", "ada.lovelace"]],
  ["write to ada@example.org", []],
  ["npm i @scope/name", ["scope"]],
  ["@ alone, a@b", []],
  ["@@ada", []],
])("%s", (text, names) => {
  expect(mentionsIn(text)).toEqual(names);
});

it("looks at a long text in no time", () => {
  const start = performance.now();
  mentionsIn("@a.".repeat(30_000));
  mentionsIn(`@${"a".repeat(60_000)}`);
  expect(performance.now() - start).toBeLessThan(1000);
});
