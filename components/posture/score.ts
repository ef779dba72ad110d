import { percent, points } from "@/components/ui/format";
import type { Score } from "@/lib/client/contract/common";

/** Step of the colour ramp, 0 (worst) to 9 (90 and above: almost the background). */
export function rampStep(score: number): number {
  return Math.max(0, Math.min(9, Math.floor(score / 10)));
}

const ramps = [
  "ramp-0",
  "ramp-1",
  "ramp-2",
  "ramp-3",
  "ramp-4",
  "ramp-5",
  "ramp-6",
  "ramp-7",
  "ramp-8",
  "ramp-9",
] as const;

/** Classes of a cell: colour by score, hatched when what it rests on is too old, bare texture when nobody looked. */
export function scoreClass(score: Pick<Score, "score" | "state">): string {
  if (score.score === null) return "hatch text-ink-2";
  const step = rampStep(score.score);
  const texture = score.state === "stale" ? (step <= 2 ? "hatch-on-dark" : "hatch") : "";
  return `${ramps[step]} ${texture}`;
}

/** "71", or "?" when never assessed. Scores are shown whole; 99.6 is not yet 100. */
export function scoreText(score: Score): string {
  if (score.score === null) return "?";
  return String(score.score < 100 ? Math.min(99, Math.round(score.score)) : 100);
}

/** "fell 6", "rose 2", "no change". */
export function changeInWords(change: number | null): string {
  if (change === null) return "no figure of a week ago";
  const size = Math.round(Math.abs(change));
  if (size === 0) return "no change in 7 days";
  return `${change < 0 ? "fell" : "rose"} ${size} in 7 days`;
}

/** Everything a cell says, in one line for a tip or a screen reader. */
export function scoreInWords(score: Score): string {
  const parts: string[] = [];
  if (score.score === null) parts.push("unknown");
  else {
    parts.push(`score ${scoreText(score)}`);
    if (score.state === "stale") parts.push("stale");
    parts.push(`${percent(score.coverage)} covered`, changeInWords(score.change));
    if (score.points > 0) parts.push(`${points(score.points)} points`);
  }
  if (score.exposedKev > 0) parts.push(`${score.exposedKev} exposed KEV`);
  if (score.reason) parts.push(score.reason);
  return parts.join(" · ");
}
