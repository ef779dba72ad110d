import { expect, test } from "vitest";
import { readSource, sourceFiles } from "./source-files";

const sizes = sourceFiles()
  .map((file) => ({ file, lines: readSource(file).trimEnd().split("\n").length }))
  .sort((a, b) => a.lines - b.lines);

const at = (share: number) => sizes[Math.floor((sizes.length - 1) * share)]?.lines ?? 0;

test("no file has more than 400 lines", () => {
  expect(sizes.filter(({ lines }) => lines > 400)).toEqual([]);
});

test("half of the files have at most 60 lines, 95 of 100 at most 250", () => {
  expect(at(0.5)).toBeLessThanOrEqual(60);
  expect(at(0.95)).toBeLessThanOrEqual(250);
});
