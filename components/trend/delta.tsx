import { cx } from "@/components/ui/cx";
import { type Change, difference, inShort, isBetter } from "./change";

const size = (by: number, unit: Change["unit"]) =>
  unit === "share" ? `${Math.abs(by)} pt` : inShort(Math.abs(by), unit);

/** "▾13": what a figure changed by. For the worse it is dark, for the better quiet, and it says which. */
export function Delta({ change, suffix = "" }: { change: Change; suffix?: string }) {
  const by = difference(change);
  if (by === null)
    return (
      <span className="text-ink-3" data-tip="Nothing to compare with">
        <span aria-hidden="true">·</span>
        <span className="sr-only">nothing to compare with</span>
      </span>
    );
  const better = isBetter(change);
  const words =
    by === 0 ? "no change" : `${size(by, change.unit)} ${by > 0 ? "more" : "less"}, ${better ? "better" : "worse"}`;
  return (
    <span
      className={cx(
        "whitespace-nowrap tabular",
        better === null ? "text-ink-3" : better ? "text-ink-2" : "font-medium text-critical",
      )}
    >
      <span aria-hidden="true">
        {by === 0 ? "–" : `${by < 0 ? "▾" : "▴"}${size(by, change.unit)}`}
        {suffix}
      </span>
      <span className="sr-only">{words}</span>
    </span>
  );
}
