/**
 * Which columns there are room for, by the width of the table and not of the window: with the facets open a laptop
 * gets two-line rows, with them closed one-line rows. Below 1240 px rule and asset move under the title, below 480 px the due date too.
 */
export const column = {
  select: "w-7 pl-1.5 max-sm:hidden",
  severity: "w-8 pl-1",
  rule: "hidden w-37 pr-3 @min-[1240px]:table-cell",
  title: "min-w-0 pr-3",
  asset: "hidden w-[26%] pr-3 @min-[1240px]:table-cell",
  team: "hidden w-24 pr-3 @min-[640px]:table-cell",
  age: "hidden w-13 pr-3 text-right text-ink-2 @min-[640px]:table-cell",
  due: "hidden w-18 pr-3 text-right @min-[480px]:table-cell",
  witnesses: "hidden w-20 pr-3 @min-[1100px]:table-cell",
  state: "hidden w-16 pr-3 @min-[560px]:table-cell @min-[1100px]:w-46",
  points: "w-14 pr-2 text-right font-medium tabular",
} as const;

/** Heights that the classes of a row give it, in pixels. */
export const rowHeight = (width: number) => (width >= 1240 ? 36 : 52);
