import { scopeOf } from "@/components/frame/scope";
import { type TrendBy, TrendBy as TrendBys } from "@/lib/client/contract/trend";
import type { Params } from "@/lib/client/search-params";
import { type Period, periodOf } from "./period";

type Reader = { get(name: string): string | null };

export interface TrendAddress {
  period: Period;
  by: TrendBy;
  /** The question that the address asks of the API. */
  params: Params;
}

/** What an address of the page asks for. `now` in milliseconds decides what "the last 30 days" are. */
export function trendAddress(address: Reader, now: number): TrendAddress {
  const period = periodOf(address, now);
  const asked = TrendBys.safeParse(address.get("by"));
  const scope = scopeOf(address);
  // Of one team the clusters tell more, and the other way round.
  const by = asked.success ? asked.data : scope.team ? "cluster" : "team";
  const [area, severity] = [address.get("area"), address.get("severity")];
  return { period, by, params: { from: period.from, to: period.to, by, ...scope, area, severity } };
}

/** The list of findings, narrowed like the page. */
export function findingsHref(address: Reader, more: Record<string, string>): string {
  const query = new URLSearchParams({ ...scopeOf(address) });
  for (const name of ["area", "severity"]) {
    const value = address.get(name);
    if (value) query.set(name, value);
  }
  for (const [name, value] of Object.entries(more)) query.set(name, value);
  return query.size > 0 ? `/findings?${query}` : "/findings";
}

/** This page narrowed to a row of its table; the next table is by what has not been chosen yet. */
export function rowHref(address: URLSearchParams, by: TrendBy, key: string | null): string {
  const query = new URLSearchParams(address);
  query.set(by, key ?? "none");
  query.delete("by");
  return `/trends?${query}`;
}
