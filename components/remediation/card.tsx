"use client";

import { MessageSquare, RotateCcw, Undo2 } from "lucide-react";
import type { Go } from "@/components/finding/use-address";
import { Due } from "@/components/ui/time";
import type { RemediationRow } from "@/lib/client/contract/remediation";
import { Progress } from "./progress";

/** One remediation on the board: what, whose, until when, how far. */
export function Card({ row, href, go }: { row: RemediationRow; href: URLSearchParams; go: Go }) {
  const over = row.state === "verified" || row.state === "cancelled";
  return (
    <a
      href={`?${href}`}
      data-remediation={row.id}
      onClick={(event) => {
        if (event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return;
        event.preventDefault();
        go(href);
      }}
      className="block space-y-2 rounded-md border border-line bg-surface p-2.5 hover:border-line-strong hover:bg-hover"
    >
      <p className="line-clamp-2 font-medium break-words">{row.title}</p>
      <Progress progress={row.progress} />
      <p className="flex flex-wrap items-center gap-x-2 gap-y-1 text-small text-ink-2">
        <span className="min-w-0 truncate">{row.team.name}</span>
        <span className="min-w-0 truncate">{assigneeText(row)}</span>
        {row.dueAt && !over && <Due at={row.dueAt} />}
        <span className="flex-1" />
        <Marks row={row} />
      </p>
    </a>
  );
}

export function assigneeText({ assignee, assigned }: RemediationRow): string {
  return assignee?.name ?? (assigned ? "somebody" : "nobody yet");
}

/** What a reader should notice about it, each with its words. */
export function Marks({ row }: { row: RemediationRow }) {
  return (
    <>
      {row.progress.kev > 0 && (
        <span
          data-tip={`${row.progress.kev} known to be exploited`}
          className="inline-flex h-4.5 items-center rounded-sm bg-critical-soft px-1 text-glyph font-semibold text-critical"
        >
          KEV
        </span>
      )}
      {row.sentBack > 0 && (
        <Mark text={`Sent back ${row.sentBack === 1 ? "once" : `${row.sentBack} times`} by a report`}>
          <Undo2 size={13} aria-hidden="true" />
        </Mark>
      )}
      {row.reopened > 0 && (
        <Mark text={`Reopened ${row.reopened === 1 ? "once" : `${row.reopened} times`}: findings came back`}>
          <RotateCcw size={13} aria-hidden="true" />
        </Mark>
      )}
      {row.comments > 0 && (
        <Mark text={`${row.comments} ${row.comments === 1 ? "comment" : "comments"}`}>
          <MessageSquare size={13} aria-hidden="true" />
          {row.comments}
        </Mark>
      )}
    </>
  );
}

function Mark({ text, children }: { text: string; children: React.ReactNode }) {
  return (
    <span data-tip={text} className="inline-flex items-center gap-0.5 text-ink-3 tabular">
      {children}
      <span className="sr-only">{text}</span>
    </span>
  );
}
