"use client";

import { memo } from "react";
import { SeverityLetter } from "@/components/severity/letter";
import { Checkbox } from "@/components/ui/checkbox";
import { cx } from "@/components/ui/cx";
import { points } from "@/components/ui/format";
import { Ago, Due } from "@/components/ui/time";
import type { FindingRow } from "@/lib/client/contract/finding";
import { isOpen } from "@/lib/domain/lifecycle/state";
import { Aggravations, Assignee, StateMark } from "./marks";
import { column } from "./table-columns";
import { ToolGlyphs } from "./tool-glyph";
import { assetPath, shortName, shortRule } from "./words";

type Props = {
  row: FindingRow;
  index: number;
  href: string;
  open: boolean;
  selected: boolean;
  selecting: boolean;
  focusable: boolean;
  onOpen: (index: number) => void;
  onFocus: (index: number) => void;
  onSelect: (id: string) => void;
};

/** One finding. The title is the link, stretched over the row; everything else only tells. */
export const TableRow = memo(function TableRow(props: Props) {
  const { row, index, href, open, selected, selecting, focusable, onOpen, onFocus, onSelect } = props;
  // What is closed or decided on is late for nothing.
  const due = isOpen(row.state) ? row.dueAt : null;
  return (
    <tr
      aria-rowindex={index + 2}
      className={cx(
        "group relative h-13 border-b border-line @min-[1240px]:h-9",
        open ? "bg-accent-soft" : selected ? "bg-sunken" : "hover:bg-hover",
        "has-[a:focus-visible]:outline-2 has-[a:focus-visible]:-outline-offset-2 has-[a:focus-visible]:outline-accent",
      )}
    >
      <td className={column.select}>
        {row.abilities["findings.triage"] && (
          <Checkbox
            aria-label={`Select ${row.rule} on ${row.asset.name}`}
            checked={selected}
            onChange={() => onSelect(row.id)}
            className={cx(
              "relative z-10 align-middle",
              !selecting && "opacity-0 group-hover:opacity-100 group-focus-within:opacity-100",
            )}
          />
        )}
      </td>
      <td className={column.severity}>
        <SeverityLetter severity={row.severity} />
      </td>
      <td className={column.rule}>
        <span className="block truncate font-mono text-ink-2">{shortRule(row)}</span>
      </td>
      <td className={column.title}>
        <span className="flex items-center gap-1.5">
          <a
            href={href}
            data-row={index}
            tabIndex={focusable ? 0 : -1}
            aria-current={open || undefined}
            onFocus={() => onFocus(index)}
            onClick={(event) => {
              if (event.metaKey || event.ctrlKey || event.shiftKey) return;
              event.preventDefault();
              onOpen(index);
            }}
            className="min-w-0 truncate text-body outline-none after:absolute after:inset-0"
          >
            {row.title}
          </a>
          <Aggravations row={row} />
        </span>
        <span className="flex gap-3 text-ink-2 @min-[1240px]:hidden">
          <span className="min-w-0 flex-1 truncate @max-[480px]:hidden">
            <span className="font-mono">{shortRule(row)}</span> · {assetPath(row)}
          </span>
          {/* Where there is room for one of them, it is the asset that tells rows apart. */}
          <span className="min-w-0 flex-1 truncate @min-[480px]:hidden">
            {shortName(row.asset.name)} · {row.cluster ?? "not deployed"} · {shortRule(row)}
          </span>
          {due && (
            <span className="@min-[480px]:hidden">
              <Due at={due} />
            </span>
          )}
        </span>
      </td>
      <td className={column.asset}>
        <span className="block truncate text-ink-2" dir="auto" data-tip={assetPath(row)}>
          <span className="relative z-10">{assetPath(row)}</span>
        </span>
      </td>
      <td className={column.team}>
        <span className={cx("block truncate", row.team ? "text-ink-2" : "text-critical")}>{row.team ?? "unowned"}</span>
      </td>
      <td className={column.age}>
        <Ago at={row.firstSeenAt} />
      </td>
      <td className={column.due}>{due ? <Due at={due} /> : <span className="text-ink-3">–</span>}</td>
      <td className={column.witnesses}>
        <ToolGlyphs tools={row.witnesses} />
      </td>
      <td className={column.state}>
        <span className="flex items-center justify-between gap-2">
          <StateMark state={row.state} inTable />
          {row.assignee && <Assignee name={row.assignee} />}
        </span>
      </td>
      <td className={column.points}>{points(row.points)}</td>
    </tr>
  );
});
