import type { Presence } from "../vocabulary";

/** What reports, placements and the clock can say about the presence of a finding. */
export type PresenceCause =
  /** A report shows it. */
  | "reported"
  /** A version that is known to have it runs here (again). */
  | "placed"
  /** A complete report of the same asset, changed since, lacks it. */
  | "missing"
  /** The image here moved to a version whose complete report lacks it. */
  | "version_moved"
  /** The asset is not in a complete inventory any more, or runs here no longer. */
  | "asset_gone"
  /** It vanished from the report of an unchanged image digest, or its source took the rule back. */
  | "source_withdrew"
  /** Runtime only: no event for the quiet period. */
  | "silence";

export interface PresenceTransition {
  from: Presence;
  cause: PresenceCause;
  to: Presence;
  /** How an import counts it. */
  counts: "closed" | "reopened";
  /** Does the time from first seen to here count in the mean time to remediate? Only work that removed it does. */
  inMttr: boolean;
}

const closing: readonly [PresenceCause, Presence, boolean][] = [
  ["missing", "fixed", true],
  ["version_moved", "replaced", true],
  ["asset_gone", "gone", false],
  ["source_withdrew", "withdrawn", false],
  ["silence", "quiet", false],
];
const absent: readonly Presence[] = ["fixed", "replaced", "gone", "withdrawn", "quiet"];

/** Every change of presence there is. What is not listed changes nothing: what is gone cannot be fixed as well. */
export const presenceTransitions: readonly PresenceTransition[] = [
  ...closing.map(([cause, to, inMttr]) => ({ from: "present" as const, cause, to, counts: "closed" as const, inMttr })),
  // Quiet is not fixed: its asset can still go, its rule can still be withdrawn.
  { from: "quiet", cause: "asset_gone", to: "gone", counts: "closed", inMttr: false },
  { from: "quiet", cause: "source_withdrew", to: "withdrawn", counts: "closed", inMttr: false },
  ...absent.flatMap((from) =>
    (["reported", "placed"] as const).map((cause) => ({
      from,
      cause,
      to: "present" as const,
      counts: "reopened" as const,
      inMttr: false,
    })),
  ),
];

const byKey = new Map(presenceTransitions.map((t) => [`${t.from}/${t.cause}`, t]));

/** The transition that a cause makes from a presence; null where it changes nothing. */
export function presenceTransition(from: Presence, cause: PresenceCause): PresenceTransition | null {
  return byKey.get(`${from}/${cause}`) ?? null;
}
