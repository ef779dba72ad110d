import { dayOf, isDay } from "@/components/ui/day";

/** Pages that can be shown as they were on the evening of a past day. */
export function hasPast(path: string): boolean {
  return path === "/overview" || /^\/(clusters|teams)\/[^/]+$/.test(path);
}

/** The past day that an address asks for; null: now. Today, days to come and nonsense are now. `now` in milliseconds. */
export function asOfOf(params: { get(name: string): string | null }, now: number): string | null {
  const day = params.get("asOf");
  return isDay(day) && day < dayOf(now) ? day : null;
}

/** Address of a page on the same past day; other pages are always of now. */
export function withAsOf(href: string, asOf: string | null): string {
  const [path = ""] = href.split("?");
  if (asOf === null || !hasPast(path)) return href;
  return `${href}${href.includes("?") ? "&" : "?"}asOf=${asOf}`;
}
