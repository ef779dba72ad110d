import { Check, Globe, type LucideIcon, Minus, Moon, Scale } from "lucide-react";
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

/** States that are over have a sign instead of a dot: fixed, decided, or merely no longer there. */
const signs: Partial<Record<State, LucideIcon>> = {
  fixed: Check,
  replaced: Check,
  gone: Minus,
  withdrawn: Minus,
  quiet: Moon,
  accepted: Scale,
  false_positive: Scale,
  mitigated: Scale,
  no_fix: Scale,
};

/** State as a sign and its name; in a table that is short of room only the sign, with the name as its tip. */
export function StateMark({ state, inTable = false }: { state: State; inTable?: boolean }) {
  const Sign = signs[state];
  return (
    <span
      className="inline-flex items-center gap-1.5 whitespace-nowrap"
      data-tip={`${stateName[state]}: ${stateMeans[state]}`}
    >
      {Sign ? (
        <Sign size={12} aria-hidden="true" className="shrink-0 text-ink-2" />
      ) : (
        <span aria-hidden="true" className={cx("mx-px size-2.5 shrink-0 rounded-full", dots[state])} />
      )}
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
