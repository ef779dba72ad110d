"use client";

import { Pause, X } from "lucide-react";
import Link from "next/link";
import { cx } from "@/components/ui/cx";
import { useNow } from "@/components/ui/now";
import { distance } from "@/components/ui/time-format";
import type { SourceCell } from "@/lib/client/contract/source";
import { cellHref, cellInWords } from "./words";

/**
 * One source on one cluster. What was heard lately is quiet; silence is a texture over the time since when; a report
 * that could not be read is dark. What was never heard is a dot.
 */
export function SourceMark({
  cell,
  cluster,
  tool,
  windowDays,
  tabIndex,
}: {
  cell: SourceCell | undefined;
  cluster: { slug: string; name: string };
  tool: string;
  windowDays: number;
  tabIndex?: number;
}) {
  const now = useNow();
  const words = cellInWords(cell, windowDays, now);
  const label = `${tool} on ${cluster.name}: ${words}`;
  if (!cell)
    return (
      <span role="img" aria-label={label} data-tip={words} className="flex h-9 items-center justify-center text-ink-3">
        <span aria-hidden="true">·</span>
      </span>
    );
  return (
    <Link
      href={cellHref(cluster.slug, tool)}
      prefetch={false}
      scroll={false}
      tabIndex={tabIndex}
      aria-label={label}
      data-tip={words}
      className={cx(
        "flex h-9 min-w-0 items-center justify-center gap-1 rounded-sm border text-small tabular",
        "hover:outline-2 hover:outline-accent focus-visible:z-10",
        cell.state === "fresh" && "border-line bg-surface text-ink-2",
        cell.state === "stale" && "hatch border-line-strong font-medium",
        cell.state === "failed" && "border-critical-fill bg-critical-soft font-medium text-critical",
      )}
    >
      {cell.state === "failed" && <X size={12} aria-hidden="true" className="shrink-0" />}
      {cell.held !== null && <Pause size={12} aria-hidden="true" className="shrink-0 text-medium" />}
      <span aria-hidden="true" className={cx("rounded-sm px-0.5", cell.state === "stale" && "bg-paper")}>
        {cell.observedAt ? distance(now - Date.parse(cell.observedAt)) : cell.held ? "held" : "failed"}
      </span>
      {cell.state === "fresh" && cell.staleTargets > 0 && (
        <span aria-hidden="true" className="hatch size-2.5 shrink-0 rounded-[2px] border border-line-strong" />
      )}
    </Link>
  );
}
