import { Globe } from "lucide-react";
import { cx } from "@/components/ui/cx";
import type { FindingRow } from "@/lib/client/contract/finding";
import type { State } from "@/lib/domain/vocabulary";
import { stateMeans, stateName } from "./words";

const dots: Partial<Record<State, string>> = {
  open: "border-[1.5px] border-ink-2",
  in_progress: "bg-accent-fill",
  awaiting_verification: "border-[1.5px] border-accent-fill bg-accent-soft",
  awaiting_scan: "hatch border border-ink-3",
};

/** State as a dot and its name; in a table that is short of room only the dot, with the name as its tip. */
export function StateMark({ state, inTable = false }: { state: State; inTable?: boolean }) {
  return (
    <span className="inline-flex items-center gap-1.5 whitespace-nowrap" data-tip={stateMeans[state]}>
      <span aria-hidden="true" className={cx("size-2.5 shrink-0 rounded-full", dots[state] ?? "bg-line-strong")} />
      <span className={cx("truncate text-ink-2", inTable && "@max-[1100px]:sr-only")}>{stateName[state]}</span>
    </span>
  );
}

/** What makes a finding worse than its severity: exploited in the wild, reachable from the internet. */
export function Aggravations({ row }: { row: Pick<FindingRow, "kev" | "exposed" | "running"> }) {
  return (
    <>
      {row.kev && (
        <span
          data-tip="Known to be exploited (CISA KEV)"
          className="inline-flex h-4.5 shrink-0 items-center rounded-sm bg-critical-soft px-1 text-glyph font-semibold text-critical"
        >
          KEV
        </span>
      )}
      {row.exposed && (
        <span
          role="img"
          aria-label="Reachable from the internet"
          data-tip="Reachable from the internet"
          className="shrink-0 text-high"
        >
          <Globe size={14} aria-hidden="true" />
        </span>
      )}
      {row.running === "no" && (
        <span data-tip="Known not to run: listed, weighs nothing" className="shrink-0 text-small text-ink-3">
          not running
        </span>
      )}
    </>
  );
}

/** Initials of whoever has it. */
export function Assignee({ name }: { name: string }) {
  const initials = name
    .split(/\s+/)
    .map((word) => word[0])
    .slice(0, 2)
    .join("");
  return (
    <span
      role="img"
      aria-label={`Assigned to ${name}`}
      data-tip={name}
      className="inline-flex size-5 shrink-0 items-center justify-center rounded-full bg-accent-soft text-glyph font-medium text-accent"
    >
      {initials.toUpperCase()}
    </span>
  );
}
