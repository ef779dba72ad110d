import type { Params } from "@/lib/client/search-params";

type Reader = { get(name: string): string | null };

/** Filters that live in the address, under the names of the API. */
const filters = ["team", "assignee", "due", "fix", "finding", "q"] as const;

export type View = "board" | "list";

export const viewOf = (address: Reader): View => (address.get("view") === "list" ? "list" : "board");

/** The remediation whose drawer is open. */
export function openRemediation(address: Reader): number | null {
  const id = Number(address.get("remediation"));
  return Number.isInteger(id) && id > 0 && id < 2 ** 31 ? id : null;
}

/** The question that an address asks of the API; the list has a state, the board asks for each of its columns. */
export function listParams(address: Reader): Params {
  const params: Record<string, string | number> = { limit: 100 };
  for (const name of filters) {
    const value = address.get(name);
    if (value) params[name] = value;
  }
  params.state = address.get("state") ?? "active";
  const sort = address.get("sort");
  if (sort) params.sort = sort;
  return params;
}

export function boardParams(address: Reader, state: string): Params {
  const { sort, ...params } = listParams(address);
  return { ...params, state, limit: 30, sort: state === "verified" ? "newest" : sort };
}

export const isFiltered = (address: Reader): boolean => filters.some((name) => address.get(name));
