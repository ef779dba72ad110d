import type { Params } from "@/lib/client/search-params";

/** Filters of the list that live in the address, under the names of the API. */
export const listFilters = [
  "severity",
  "state",
  "area",
  "kind",
  "cluster",
  "environment",
  "namespace",
  "team",
  "fixTeam",
  "fix",
] as const;
export type ListFilter = (typeof listFilters)[number];
const marks = ["kev", "exposed", "assignee", "due", "asset"] as const;

export const pageSize = 100;

type Reader = { get(name: string): string | null };

/** The question that an address asks of the API. */
export function listParams(address: Reader): Params {
  const params: Record<string, string | number> = { limit: pageSize };
  for (const name of [...listFilters, ...marks, "q", "sort"]) {
    const value = address.get(name);
    if (value) params[name] = value;
  }
  return params;
}

export function chosen(address: Reader, filter: ListFilter): string[] {
  return (address.get(filter) ?? "").split(",").filter(Boolean);
}

/** Changes some parameters; null or nothing takes one away. The rest of the address stays as it is. */
export function changed(address: URLSearchParams, changes: Record<string, string | null>): URLSearchParams {
  const next = new URLSearchParams(address);
  for (const [name, value] of Object.entries(changes)) {
    if (value) next.set(name, value);
    else next.delete(name);
  }
  return next;
}

/** Words for `state` that stand for several states. */
const shorthands = ["open", "all", "closed"];

/** Is it a single state, and not one of the words that the buttons above the facets stand for? */
export const isSingleState = (word: string) => !shorthands.includes(word);

/** Puts a value into a list filter, or takes it out. The shorthands of `state` stand alone. */
export function toggled(address: URLSearchParams, filter: ListFilter, value: string): URLSearchParams {
  const values = chosen(address, filter).filter((one) => filter !== "state" || isSingleState(one));
  const next = values.includes(value) ? values.filter((one) => one !== value) : [...values, value];
  return changed(address, { [filter]: next.join(",") });
}

/** Filters that are set, without search, sort and the open drawer. */
export function activeFilters(address: URLSearchParams): { name: string; value: string }[] {
  const list = listFilters.flatMap((name) => chosen(address, name).map((value) => ({ name: name as string, value })));
  const others = marks.flatMap((name) => {
    const value = address.get(name);
    return value ? [{ name, value }] : [];
  });
  return [...list, ...others];
}

/** The address without any filter; sort stays. */
export function cleared(address: URLSearchParams): URLSearchParams {
  const next = new URLSearchParams();
  const sort = address.get("sort");
  if (sort) next.set("sort", sort);
  return next;
}
