"use client";

import { useWindowVirtualizer } from "@tanstack/react-virtual";
import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from "react";
import { cx } from "@/components/ui/cx";
import type { FindingRow } from "@/lib/client/contract/finding";
import { column, rowHeight } from "./table-columns";
import { TableRow } from "./table-row";

export type TableHandle = {
  focus: (index: number) => void;
  /** Brings a row into view and leaves the focus where it is. */
  reveal: (index: number) => void;
};

type Props = {
  rows: FindingRow[];
  /** Null when it is more than was counted. */
  total: number | null;
  hasMore: boolean;
  onMore: () => void;
  href: (id: string) => string;
  openId: string | null;
  active: number;
  onActive: (index: number) => void;
  onOpen: (index: number) => void;
  selected: ReadonlySet<string>;
  onSelect: (id: string) => void;
  handle: RefObject<TableHandle | null>;
  busy: boolean;
};

const heads = [
  ["select", ""],
  ["severity", ""],
  ["rule", "Rule"],
  ["title", "Finding"],
  ["asset", "Where"],
  ["team", "Team"],
  ["age", "Age"],
  ["due", "Due"],
  ["witnesses", "Witnesses"],
  ["state", "State"],
  ["points", "Points"],
] as const;
const spoken: Partial<Record<string, string>> = { select: "Selection", severity: "Severity" };

/** How near the end the next page is asked for, in rows: far enough that scrolling never waits. */
const AHEAD = 60;

/**
 * The list of findings: only what is in view is drawn, whatever the number of rows, and the page itself scrolls. The
 * row that has the focus stays drawn, so that the keyboard never loses its place.
 */
export function FindingTable(props: Props) {
  const { rows, total, hasMore, onMore, href, openId, active, onActive, onOpen, selected, onSelect, handle, busy } =
    props;
  const box = useRef<HTMLDivElement>(null);
  const [size, setSize] = useState({ width: 1200, top: 0 });
  const height = rowHeight(size.width);

  useLayoutEffect(() => {
    const element = box.current;
    if (!element) return;
    const measure = () =>
      setSize((before) => {
        const width = element.clientWidth;
        const top = Math.round(element.getBoundingClientRect().top + window.scrollY);
        return width === before.width && top === before.top ? before : { width, top };
      });
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    observer.observe(document.body);
    return () => observer.disconnect();
  }, []);

  const keyOf = useCallback((index: number) => rows[index]?.id ?? index, [rows]);
  const virtual = useWindowVirtualizer({
    count: rows.length,
    estimateSize: () => height,
    overscan: 16,
    scrollMargin: size.top,
    scrollPaddingStart: 140,
    scrollPaddingEnd: 24,
    initialRect: { width: 1200, height: 1000 },
    getItemKey: keyOf,
  });
  const measured = useRef(height);
  useEffect(() => {
    if (measured.current === height) return;
    measured.current = height;
    virtual.measure();
  }, [height, virtual]);

  const items = virtual.getVirtualItems();
  const first = items[0]?.index ?? 0;
  const last = items.at(-1)?.index ?? -1;
  const wanted = hasMore && last >= rows.length - AHEAD;
  useEffect(() => {
    if (wanted) onMore();
  }, [wanted, onMore]);

  const pending = useRef<number | null>(null);
  const reach = useCallback(() => {
    if (pending.current === null) return;
    const link = box.current?.querySelector<HTMLElement>(`[data-row="${pending.current}"]`);
    if (!link) return;
    pending.current = null;
    link.focus({ preventScroll: true });
  }, []);
  useEffect(() => {
    handle.current = {
      focus(index) {
        pending.current = index;
        virtual.scrollToIndex(index, { align: "auto" });
        onActive(index);
        reach();
      },
      reveal(index) {
        virtual.scrollToIndex(index, { align: "auto" });
        onActive(index);
      },
    };
  });
  // A row that was out of view is drawn first, and gets the focus then.
  useEffect(reach);

  return (
    <div ref={box} className="@container [overflow-anchor:none]">
      <table
        aria-label="Findings"
        aria-rowcount={total === null ? -1 : total + 1}
        aria-busy={busy || undefined}
        className="w-full table-fixed text-small"
      >
        <thead className="sticky top-12 z-20 bg-paper">
          <tr className="h-8 text-ink-2 shadow-[inset_0_-1px_0_var(--line)]">
            {heads.map(([name, text]) => (
              <th
                key={name}
                scope="col"
                className={cx(column[name], "font-normal!", !column[name].includes("text-right") && "text-left")}
              >
                {text || <span className="sr-only">{spoken[name]}</span>}
              </th>
            ))}
          </tr>
        </thead>
        <Spacer height={first * height} />
        <tbody className={cx("transition-opacity", busy && "opacity-60")}>
          {items.map((item) => {
            const row = rows[item.index];
            return row ? (
              <TableRow
                key={row.id}
                row={row}
                index={item.index}
                href={href(row.id)}
                open={row.id === openId}
                selected={selected.has(row.id)}
                selecting={selected.size > 0}
                focusable={item.index === active}
                onOpen={onOpen}
                onFocus={onActive}
                onSelect={onSelect}
              />
            ) : null;
          })}
        </tbody>
        <Spacer height={Math.max(0, rows.length - 1 - last) * height} />
      </table>
    </div>
  );
}

function Spacer({ height }: { height: number }) {
  if (height <= 0) return null;
  return (
    <tbody aria-hidden="true">
      <tr>
        <td style={{ height }} className="p-0" />
      </tr>
    </tbody>
  );
}
