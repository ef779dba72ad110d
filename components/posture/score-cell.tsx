import Link from "next/link";
import { cx } from "@/components/ui/cx";
import type { Score } from "@/lib/client/contract/common";
import { scoreClass, scoreInWords, scoreText } from "./score";

/**
 * One cell of the heat map: colour by score, texture for what is stale or unknown, and the whole story on hover, on
 * focus and for a screen reader.
 */
export function ScoreCell({
  score,
  label,
  href,
  strong = false,
  current = false,
  stay = false,
  tabIndex,
}: {
  score: Score;
  /** What the figure is about: "checkout-prod, network". */
  label: string;
  href: string;
  /** The figure that sums up the row. */
  strong?: boolean;
  /** Its explanation is open. */
  current?: boolean;
  /** The link changes this page and does not leave it. */
  stay?: boolean;
  tabIndex?: number;
}) {
  return (
    <Link
      href={href}
      prefetch={false}
      tabIndex={tabIndex}
      scroll={!stay}
      aria-current={current || undefined}
      aria-label={`${label}: ${scoreInWords(score)}`}
      data-tip={scoreInWords(score)}
      className={cx(
        "relative flex h-9 min-w-0 items-center justify-center rounded-sm tabular",
        "hover:outline-2 hover:outline-accent focus-visible:z-10",
        strong && "font-semibold max-md:mx-1 max-md:h-7 max-md:rounded-full",
        current && "outline-2 outline-accent",
        scoreClass(score),
      )}
    >
      <Figure score={score} />
      {!strong && score.score !== null && score.coverage < 1 && <Gap share={score.coverage} />}
      {score.exposedKev > 0 && (
        <span
          aria-hidden="true"
          className="absolute top-0.5 right-0.5 size-1.5 rounded-full bg-critical-fill ring-1 ring-surface"
        />
      )}
    </Link>
  );
}

/** How much of it was looked at, along the lower edge: what is missing is what one sees. */
function Gap({ share }: { share: number }) {
  return (
    <span aria-hidden="true" className="absolute inset-x-1 bottom-1 flex h-0.5 overflow-hidden rounded-full">
      <span className="bg-current opacity-35" style={{ width: `${Math.round(share * 100)}%` }} />
      <span className="flex-1 bg-current opacity-10" />
    </span>
  );
}

/** The number on a patch of the cell's own colour, so that the texture never runs through a figure. */
function Figure({ score }: { score: Score }) {
  if (score.score === null)
    return (
      <span aria-hidden="true" className="rounded-sm bg-paper px-1 text-ink-2">
        ?
      </span>
    );
  return (
    <span aria-hidden="true" className={cx("rounded-sm px-1", score.state === "stale" && "bg-(--cell)")}>
      {scoreText(score)}
    </span>
  );
}
