import { cx } from "@/components/ui/cx";
import { count } from "@/components/ui/format";
import type { Severity } from "@/lib/domain/vocabulary";
import { severityFill, severityLetter, severityOrder, severityText } from "./words";

export type Counts = Partial<Record<Severity, number>>;

/** "3 critical, 12 high": only what is there, worst first. */
export function countsInWords(counts: Counts): string {
  const parts = severityOrder
    .filter((severity) => (counts[severity] ?? 0) > 0)
    .map((severity) => `${count(counts[severity] ?? 0)} ${severity === "unknown" ? "of unknown severity" : severity}`);
  return parts.length > 0 ? parts.join(", ") : "nothing open";
}

/** "3C 12H 40M", in columns that line up from row to row; a nought is only a dot. */
export function SeverityCounts({
  counts,
  show = ["critical", "high", "medium", "low"],
}: {
  counts: Counts;
  show?: readonly Severity[];
}) {
  return (
    <span className="inline-flex gap-2 tabular" data-tip={countsInWords(counts)}>
      <span className="sr-only">{countsInWords(counts)}</span>
      {show.map((severity) => {
        const value = counts[severity] ?? 0;
        return (
          <span key={severity} aria-hidden="true" className="inline-flex w-10 items-baseline justify-end gap-0.5">
            {value > 0 ? (
              <>
                <span className={cx(severity === "critical" && "font-medium")}>{count(value)}</span>
                <span className={cx("w-2 text-glyph font-semibold", severityText[severity])}>
                  {severityLetter[severity]}
                </span>
              </>
            ) : (
              <span className="w-2 text-center text-ink-3">·</span>
            )}
          </span>
        );
      })}
    </span>
  );
}

/** Shares of the severities in one thin bar. The words beside or behind it carry the numbers. */
export function SeverityBar({ counts, max, className }: { counts: Counts; max?: number; className?: string }) {
  const total = severityOrder.reduce((sum, severity) => sum + (counts[severity] ?? 0), 0);
  const whole = Math.max(max ?? total, 1);
  return (
    <span
      role="img"
      aria-label={countsInWords(counts)}
      data-tip={countsInWords(counts)}
      className={cx("flex h-2 gap-px", className)}
    >
      {severityOrder
        .filter((severity) => (counts[severity] ?? 0) > 0)
        .map((severity) => (
          <span
            key={severity}
            className={cx("h-full min-w-0.5 rounded-[1px]", severityFill[severity])}
            style={{ width: `${((counts[severity] ?? 0) / whole) * 100}%` }}
          />
        ))}
    </span>
  );
}
