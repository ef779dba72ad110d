const DAY = 86_400_000;

/** The UTC day of a moment in milliseconds, as ISO writes it. */
export const dayOf = (ms: number): string => new Date(ms).toISOString().slice(0, 10);

/** So many days after a day; before it when negative. */
export const daysFrom = (day: string, n: number): string => dayOf(Date.parse(day) + n * DAY);

/** Is it a day of the calendar? 30 February is none. */
export function isDay(text: string | null): text is string {
  if (text === null || !/^\d{4}-\d\d-\d\d$/.test(text)) return false;
  const ms = Date.parse(text);
  return !Number.isNaN(ms) && dayOf(ms) === text;
}

/** Days from one to another, both counted. */
export const daysIn = (from: string, to: string): number => Math.round((Date.parse(to) - Date.parse(from)) / DAY) + 1;
