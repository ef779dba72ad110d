import type { Params } from "@/lib/client/search-params";

/** The head of a team's queue: what it can fix, wherever that runs, the heaviest first. */
export function queueParams(slug: string): Params {
  return { fixTeam: slug, limit: 15 };
}

/** The same by the fix that it takes. */
export function fixQueueParams(slug: string): Params {
  return { fixTeam: slug, limit: 12 };
}
