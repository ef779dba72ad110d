import fc from "fast-check";
import { expect, test } from "vitest";
import { type Block, cover, type DayRange } from "./blocks";
import { addDays } from "./moment";

const epoch = "2026-01-01";
const day = (n: number) => addDays(epoch, n);

/** Blocks as the database makes them, each with a chance not to hold. */
const someBlocks = fc.array(
  fc
    .constantFrom(4, 16, 64)
    .chain((days) => fc.integer({ min: 0, max: 320 / days - 1 }).map((n) => ({ days, day: day(n * days) }))),
  { maxLength: 120 },
);
const someRanges = fc
  .uniqueArray(fc.integer({ min: 0, max: 330 }), { minLength: 2, maxLength: 6 })
  .map((days) => days.sort((a, b) => a - b))
  .map((days) =>
    days.flatMap((from, i): DayRange[] => {
      const next = days[i + 1];
      return [{ from: day(from), to: next === undefined ? null : day(next - 1) }];
    }),
  );

const last = 400;
const daysOf = (ranges: readonly DayRange[]) =>
  ranges.flatMap(({ from, to }) =>
    Array.from({ length: last }, (_, n) => day(n)).filter((one) => one >= (from ?? "") && (to === null || one <= to)),
  );

test("blocks and what they leave over are the days of the ranges, each once, and no block is in two ranges", () => {
  fc.assert(
    fc.property(someRanges, someBlocks, (ranges, blocks: Block[]) => {
      const { blocks: chosen, left } = cover(ranges, blocks);
      const inBlocks = chosen.flatMap((block) => Array.from({ length: block.days }, (_, n) => addDays(block.day, n)));
      expect([...inBlocks, ...daysOf(left)].sort()).toEqual(daysOf(ranges).sort());
      for (const block of chosen) {
        const held = ranges.filter(({ from, to }) => block.day >= (from ?? "") && (to === null || block.day <= to));
        expect(held).toHaveLength(1);
        expect(held[0]?.to ?? day(last) >= addDays(block.day, block.days - 1)).toBeTruthy();
      }
    }),
  );
});

test("ninety days that have all their blocks are ten of those and the days at the ends", () => {
  const blocks = [4, 16, 64].flatMap((days) =>
    Array.from({ length: 320 / days }, (_, n) => ({ days, day: day(n * days) })),
  );
  const { blocks: chosen, left } = cover([{ from: day(3), to: day(92) }], blocks);
  expect(chosen.map(({ days }) => days)).toEqual([4, 4, 4, 16, 16, 16, 16, 4, 4, 4]);
  expect(left).toEqual([
    { from: day(3), to: day(3) },
    { from: day(92), to: day(92) },
  ]);
});
