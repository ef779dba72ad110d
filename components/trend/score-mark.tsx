import { scoreClass } from "@/components/posture/score";
import { cx } from "@/components/ui/cx";
import { percent } from "@/components/ui/format";
import type { TrendRow } from "@/lib/client/contract/trend";
import { inUnit, scoreChange } from "./change";
import { Delta } from "./delta";

/** The score at the end of the period, how it moved, and what it rests on. */
export function TrendScore({ row, small = false }: { row: TrendRow; small?: boolean }) {
  const { score, coverage } = row.now.end;
  const words = score === null ? "score unknown" : `score ${inUnit(score, "score")}, ${percent(coverage)} covered`;
  return (
    <span className="inline-flex items-baseline gap-1.5">
      <span
        role="img"
        aria-label={words}
        data-tip={words}
        className={cx(
          "inline-flex items-center justify-center rounded-sm font-semibold tabular",
          small ? "h-6 w-10" : "h-7 px-2 text-title",
          scoreClass({ score, state: score === null ? "unknown" : "known" }),
        )}
      >
        {score === null ? <span className="rounded-sm bg-paper px-0.5">?</span> : inUnit(score, "score")}
      </span>
      <span className={small ? "inline-block min-w-8 text-left" : undefined}>
        <Delta change={scoreChange(row)} />
      </span>
      {!small && <span className="text-ink-2">coverage {percent(coverage)}</span>}
    </span>
  );
}
