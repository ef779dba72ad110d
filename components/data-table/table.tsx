import type { ReactNode } from "react";
import { cx } from "@/components/ui/cx";

export type Column<T> = {
  key: string;
  head: ReactNode;
  cell: (row: T) => ReactNode;
  align?: "right";
  /** The narrowest window that still has room for it. */
  from?: "sm" | "md" | "lg" | "xl";
  /** Takes what room is left, and cuts off what is longer. */
  grow?: boolean;
};

const from = {
  sm: "max-sm:hidden print:table-cell!",
  md: "max-md:hidden print:table-cell!",
  lg: "max-lg:hidden print:table-cell!",
  xl: "max-xl:hidden print:table-cell!",
} as const;

function classOf<T>(column: Column<T>): string {
  return cx(
    "pr-4 last:pr-1 first:pl-1 print:pr-2",
    column.align === "right" && "text-right tabular",
    column.from && from[column.from],
    column.grow ? "w-full max-w-0 truncate" : "whitespace-nowrap",
  );
}

/** A plain table of rows and columns: for tens of rows, not for thousands. */
export function DataTable<T>({
  label,
  columns,
  rows,
  rowKey,
  rowClass,
}: {
  label: string;
  columns: Column<T>[];
  rows: T[];
  rowKey: (row: T) => string;
  rowClass?: (row: T) => string | false;
}) {
  return (
    <table aria-label={label} className="w-full text-small">
      <thead>
        <tr className="h-8 border-b border-line text-ink-2">
          {columns.map((column) => (
            <th
              key={column.key}
              scope="col"
              className={cx(classOf(column), "font-normal", !column.align && "text-left")}
            >
              {column.head}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={rowKey(row)} className={cx("h-9 border-b border-line hover:bg-hover", rowClass?.(row))}>
            {columns.map((column) => (
              <td key={column.key} className={cx(classOf(column), "py-1")}>
                {column.cell(row)}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
