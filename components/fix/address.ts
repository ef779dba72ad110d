import type { Params } from "@/lib/client/search-params";

/** Filters of the list that live in the address, under the names of the API. */
export const fixFilters = ["cluster", "team", "fixTeam", "environment", "kind", "q"] as const;

export const fixPageSize = 50;

/** The question that an address asks of the API. */
export function fixParams(address: { get(name: string): string | null }, limit = fixPageSize): Params {
  const params: Record<string, string | number> = { limit };
  for (const name of fixFilters) {
    const value = address.get(name);
    if (value) params[name] = value;
  }
  return params;
}

/** Address of a fix, over the list of all. */
export const fixHref = (id: string): string => `/fixes?fix=${id}`;

/** How many are shown on a page that is about something else. */
export const headOfActions = 6;

/** The best actions of a part of the fleet. */
export const headParams = (scope: Record<string, string | undefined>): Params => ({ ...scope, limit: headOfActions });
