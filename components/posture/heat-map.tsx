"use client";

import Link from "next/link";
import { useGridKeys } from "@/components/data-table/use-grid-keys";
import { cx } from "@/components/ui/cx";
import type { PostureRow } from "@/lib/client/contract/posture";
import { areas } from "@/lib/domain/vocabulary";
import { areaCovers, areaName, areaShort } from "./area-words";
import { Change, Coverage, ExposedKev } from "./marks";
import { ScoreCell } from "./score-cell";

export type PlaceHref = (row: PostureRow, area?: string) => string;

/**
 * Places × the seven areas. Healthy is nearly paper, trouble is dark, unknown is texture. On a phone each place
 * takes two lines: its name with the overall score, and under it the seven areas.
 */
export function HeatMap({
  rows,
  total,
  href,
  noun,
}: {
  rows: PostureRow[];
  total?: PostureRow;
  href: PlaceHref;
  noun: string;
}) {
  const all = total ? [...rows, total] : rows;
  const grid = useGridKeys(all.length, areas.list.length + 2);

  return (
    <table
      aria-label={`${noun}s by area`}
      onKeyDown={grid.onKeyDown}
      className="w-full border-separate border-spacing-x-0.5 border-spacing-y-0.5 max-md:block"
    >
      <caption className="sr-only">Scores of 0 to 100. Arrow keys move from cell to cell.</caption>
      <thead className="text-small text-ink-2 max-md:block max-md:border-b max-md:border-line">
        <tr className="max-md:grid max-md:grid-cols-7 max-md:gap-0.5">
          <th scope="col" className="h-8 text-left font-normal max-md:sr-only">
            {noun}
          </th>
          {areas.list.map((area) => (
            <th key={area} scope="col" className="h-8 font-normal max-md:leading-8 md:w-[7.5%]">
              <span data-tip={areaCovers[area]} className="hidden lg:inline">
                {areaName[area]}
              </span>
              <abbr title={areaName[area]} className="no-underline lg:hidden">
                {areaShort[area]}
              </abbr>
            </th>
          ))}
          <th scope="col" className="h-8 font-normal max-md:sr-only md:w-[7.5%] md:pl-3">
            All
          </th>
          <th scope="col" className="h-8 w-14 pr-1 text-right font-normal max-md:sr-only">
            <span data-tip="Change against 7 days ago">Δ 7 d</span>
          </th>
          <th scope="col" className="h-8 w-16 text-right font-normal max-md:sr-only lg:w-28">
            Coverage
          </th>
        </tr>
      </thead>
      <tbody className="max-md:block">
        {all.map((row, index) => (
          <HeatRow
            key={row === total ? "total" : `row ${row.key ?? ""}`}
            row={row}
            index={index}
            href={href}
            grid={grid}
            isTotal={row === total}
          />
        ))}
      </tbody>
    </table>
  );
}

type RowProps = {
  row: PostureRow;
  index: number;
  href: PlaceHref;
  grid: ReturnType<typeof useGridKeys>;
  isTotal: boolean;
};

function HeatRow({ row, index, href, grid, isTotal }: RowProps) {
  const last = areas.list.length + 1;
  return (
    <tr
      className={cx(
        "max-md:grid max-md:grid-cols-7 max-md:gap-0.5 max-md:border-b max-md:border-line max-md:py-1.5",
        isTotal && "[&>*]:border-t [&>*]:border-line-strong max-md:[&>*]:border-t-0",
      )}
    >
      <th
        scope="row"
        className="h-9 max-w-0 min-w-24 pr-3 text-left font-normal max-md:order-1 max-md:col-span-4 max-md:flex max-md:max-w-none max-md:items-center md:w-auto"
      >
        <span className="flex min-w-0 items-center gap-2">
          <Link
            href={href(row)}
            prefetch={false}
            data-cell={`${index}:0`}
            tabIndex={grid.tabIndexOf(index, 0)}
            className={cx(
              "truncate rounded-sm hover:text-accent hover:underline",
              isTotal ? "font-semibold" : "font-medium",
            )}
          >
            {row.name}
          </Link>
          {row.environment && <span className="text-small text-ink-3 max-[1440px]:hidden">{row.environment}</span>}
          <ExposedKev value={row.overall.exposedKev} short />
        </span>
      </th>
      {areas.list.map((area, column) => (
        <td key={area} data-cell={`${index}:${column + 1}`} className="p-0 max-md:order-5">
          <ScoreCell
            score={row.areas[area]}
            label={`${row.name}, ${areaName[area].toLowerCase()}`}
            href={href(row, area)}
            tabIndex={grid.tabIndexOf(index, column + 1)}
          />
        </td>
      ))}
      <td data-cell={`${index}:${last}`} className="p-0 max-md:order-4 max-md:self-center md:pl-3">
        <ScoreCell
          score={row.overall}
          label={`${row.name}, all areas`}
          href={href(row)}
          strong
          tabIndex={grid.tabIndexOf(index, last)}
        />
      </td>
      <td className="pr-1 text-right max-md:order-2 max-md:self-center">
        <Change value={row.overall.change} />
      </td>
      <td className="text-right max-md:order-3 max-md:self-center">
        <Coverage share={row.overall.coverage} />
      </td>
    </tr>
  );
}
