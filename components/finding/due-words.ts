import type { DueCause } from "@/lib/domain/sla/cause";

/** Ends of "the clock started when …" and "due …, as …". */
export const dueCauseWords: Record<DueCause, string> = {
  first_seen: "it was first seen",
  arrived: "it came to this place",
  reopened: "it came back",
  fix: "a fix became available",
  rise: "its severity rose",
  fall: "it was rated lower",
  listed: "it was listed as exploited",
  delisted: "it is not listed as exploited any more",
  exception: "the time of an exception does not count",
  moved: "it came to this place",
  merged: "two findings became one",
  policy: "the days to remediate changed",
};

/** Causes that are no start of a clock, but what its date was changed for since. */
const sinceChanged: readonly DueCause[] = ["fall", "delisted", "exception", "merged", "policy"];

export const startsClock = (cause: DueCause) => !sinceChanged.includes(cause);
