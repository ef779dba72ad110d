import { cx } from "@/components/ui/cx";
import type { Score } from "@/lib/client/contract/common";
import { scoreClass, scoreInWords, scoreText } from "./score";

/** A score within a table: the heat map's colour on a small ground. */
export function ScorePill({ score, label }: { score: Score; label: string }) {
  return (
    <span
      role="img"
      aria-label={`${label}: ${scoreInWords(score)}`}
      data-tip={scoreInWords(score)}
      className={cx(
        "inline-flex h-6 w-10 items-center justify-center rounded-sm font-medium tabular",
        scoreClass(score),
      )}
    >
      <span className={cx("rounded-sm px-0.5", score.score === null ? "bg-paper" : "bg-(--cell)")}>
        {scoreText(score)}
      </span>
    </span>
  );
}
