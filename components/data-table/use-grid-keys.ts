"use client";

import { type KeyboardEvent, useCallback, useState } from "react";

/**
 * One tab stop for a whole grid; arrows, Home and End move within it. Cells carry `data-cell="row:column"` and take
 * `tabIndexOf(row, column)`.
 */
export function useGridKeys(rows: number, columns: number) {
  const [at, setAt] = useState({ row: 0, column: 0 });

  const onKeyDown = useCallback(
    (event: KeyboardEvent<HTMLElement>) => {
      const here = (event.target as HTMLElement).closest<HTMLElement>("[data-cell]");
      if (!here) return;
      const [row = 0, column = 0] = (here.dataset.cell ?? "0:0").split(":").map(Number);
      const next = { row, column };
      if (event.key === "ArrowDown") next.row++;
      else if (event.key === "ArrowUp") next.row--;
      else if (event.key === "ArrowRight") next.column++;
      else if (event.key === "ArrowLeft") next.column--;
      else if (event.key === "Home") next.column = 0;
      else if (event.key === "End") next.column = columns - 1;
      else return;
      if (next.row < 0 || next.row >= rows || next.column < 0 || next.column >= columns) return;
      event.preventDefault();
      setAt(next);
      const cell = event.currentTarget.querySelector<HTMLElement>(`[data-cell="${next.row}:${next.column}"]`);
      (cell?.matches("a,button") ? cell : cell?.querySelector<HTMLElement>("a,button"))?.focus();
    },
    [rows, columns],
  );

  const tabIndexOf = (row: number, column: number) => (row === at.row && column === at.column ? 0 : -1);
  return { onKeyDown, tabIndexOf };
}
