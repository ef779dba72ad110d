/** Days after which evidence is too old to be called current, unless the installation sets another window. */
export const defaultFreshnessDays = 30;

export type EvidenceState = "fresh" | "stale" | "never";

/**
 * Is a unit assessed, and by current evidence? `stale` keeps its last points and stays assessed: only what was never
 * assessed is left out. So neither a silent scanner nor a lost report can raise a score.
 */
export function evidenceState(
  observedAt: Date | null,
  now: Date,
  freshnessDays: number = defaultFreshnessDays,
): EvidenceState {
  if (observedAt === null) return "never";
  return now.getTime() - observedAt.getTime() > freshnessDays * 86_400_000 ? "stale" : "fresh";
}
