import type { Params } from "@/lib/client/search-params";

/** The head of a team's queue: what weighs most first. */
export function queueParams(slug: string): Params {
  return { team: slug, limit: 15 };
}
