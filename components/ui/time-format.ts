const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

const dateOnly = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", timeZone: "UTC" });
const dateYear = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" });
const full = new Intl.DateTimeFormat("en-GB", {
  day: "numeric",
  month: "short",
  year: "numeric",
  hour: "2-digit",
  minute: "2-digit",
  timeZone: "UTC",
});

/** Distance in the shortest words that still tell: "now", "12 min", "5 h", "9 d", "4 mo", "2 y". No sign. */
export function distance(ms: number): string {
  const size = Math.abs(ms);
  if (size < minute) return "now";
  if (size < hour) return `${Math.floor(size / minute)} min`;
  if (size < day) return `${Math.floor(size / hour)} h`;
  if (size < 90 * day) return `${Math.floor(size / day)} d`;
  if (size < 730 * day) return `${Math.floor(size / (30 * day))} mo`;
  return `${Math.floor(size / (365 * day))} y`;
}

/** "12 Nov", with the year when it is not the year of `now`. */
export function calendarDay(iso: string, now: number): string {
  const at = new Date(iso);
  const sameYear = at.getUTCFullYear() === new Date(now).getUTCFullYear();
  return (sameYear ? dateOnly : dateYear).format(at);
}

/** "12 Nov 2026", for days that are written out. */
export function dayText(iso: string): string {
  return dateYear.format(new Date(iso));
}

/** "12 Nov", where the year goes without saying: axes. */
export function shortDay(iso: string): string {
  return dateOnly.format(new Date(iso));
}

/** Whole moment. Always UTC, so that a shared link and a screenshot mean the same to everybody. */
export function moment(iso: string): string {
  return `${full.format(new Date(iso))} UTC`;
}

/** Whole days until a due date: negative when it is past. */
export function daysUntil(iso: string, now: number): number {
  return Math.ceil((Date.parse(iso) - now) / day);
}
