"use client";

import type { ReactNode } from "react";
import { cx } from "@/components/ui/cx";
import { percent, points } from "@/components/ui/format";
import { Popover } from "@/components/ui/popover";
import { TextLink } from "@/components/ui/text-link";
import { Ago } from "@/components/ui/time";
import type { Score } from "@/lib/client/contract/common";
import { Change } from "./marks";
import { scoreClass, scoreText } from "./score";

/** A score that says, on click, what it is made of. */
export function ScoreWhy({
  score,
  label,
  findings,
  className,
}: {
  score: Score;
  label: string;
  /** The list that the points are of; null on a past day, of which no list is kept. */
  findings: string | null;
  className?: string;
}) {
  return (
    <Popover
      label={`${label}: how the score comes about`}
      className="w-80"
      anchor={(anchor) => (
        <button
          {...anchor}
          type="button"
          aria-haspopup="dialog"
          aria-label={`${label}: score ${score.score === null ? "unknown" : scoreText(score)}, explain`}
          data-tip="How this comes about"
          className={cx(
            "rounded-md px-2 font-semibold tabular hover:outline-2 hover:outline-accent",
            scoreClass(score),
            className,
          )}
        >
          <span className={cx("rounded-sm px-0.5", score.score !== null && "bg-(--cell)")}>{scoreText(score)}</span>
        </button>
      )}
    >
      <ScoreNumbers score={score} findings={findings} />
    </Popover>
  );
}

/** The numbers of one score, and the rule that makes it of them. */
export function ScoreNumbers({
  score,
  findings,
  wide = false,
}: {
  score: Score;
  findings: string | null;
  wide?: boolean;
}) {
  return (
    <div className="space-y-3 p-3">
      <dl className={wide ? "grid gap-x-10 gap-y-1.5 sm:grid-cols-2 xl:grid-cols-3" : "space-y-1.5"}>
        <Line name="Score" value={score.score === null ? "unknown" : score.score.toFixed(1)} />
        <Line name="Against 7 days ago" value={<Change value={score.change} />} />
        <Line name="Covered" value={percent(score.coverage)} />
        <Line
          name="Points of present findings"
          value={
            findings ? (
              <TextLink href={findings} className="tabular">
                {points(score.points)}
              </TextLink>
            ) : (
              points(score.points)
            )
          }
        />
        <Line name="of them accepted as risk" value={points(score.acceptedPoints)} />
        <Line name="Exposed KEV" value={String(score.exposedKev)} />
        <Line name="Newest evidence" value={score.observedAt ? <Ago at={score.observedAt} suffix=" ago" /> : "none"} />
      </dl>
      {score.reason && (
        <p className="hatch rounded-md p-1">
          <span className="block rounded-sm bg-raised px-2 py-1 text-small">{score.reason}</span>
        </p>
      )}
      <p className="border-t border-line pt-2 text-small text-ink-2">
        Score = 100 ÷ (1 + p̄ ÷ 50), where p̄ is the points per unit that was assessed. An area is the mean of its groups,
        the whole is the mean of the areas that were assessed. Accepting a risk removes no points; unknown areas are
        left out and lower the coverage.
      </p>
    </div>
  );
}

function Line({ name, value }: { name: string; value: ReactNode }) {
  return (
    <div className="flex items-baseline justify-between gap-4">
      <dt className="text-ink-2">{name}</dt>
      <dd className="tabular">{value}</dd>
    </div>
  );
}
