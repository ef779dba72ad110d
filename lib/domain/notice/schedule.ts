/** When a digest goes out: at an hour of a time zone, each day or each week. */
export interface Schedule {
  readonly timing: "daily" | "weekly";
  /** 0–23 */
  readonly hour: number;
  /** ISO: 1 is Monday, 7 Sunday; for weekly ones. */
  readonly weekday: number;
  /** IANA name: Europe/Berlin. */
  readonly timeZone: string;
}

const HOUR = 3_600_000;
const weekdays = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
const formats = new Map<string, Intl.DateTimeFormat>();

/** Is it a time zone that this machine knows? */
export function isTimeZone(name: string): boolean {
  try {
    formatOf(name);
    return true;
  } catch {
    return false;
  }
}

function formatOf(timeZone: string): Intl.DateTimeFormat {
  let format = formats.get(timeZone);
  if (!format) {
    format = new Intl.DateTimeFormat("en-US", { timeZone, weekday: "short", hour: "numeric", hourCycle: "h23" });
    formats.set(timeZone, format);
  }
  return format;
}

function local(at: number, timeZone: string): { hour: number; weekday: number } {
  const parts = new Map(
    formatOf(timeZone)
      .formatToParts(at)
      .map(({ type, value }) => [type, value]),
  );
  return { hour: Number(parts.get("hour")), weekday: weekdays.indexOf(parts.get("weekday") ?? "") + 1 };
}

/**
 * The next start of that hour after `after`. Where the clocks go forward over it, the first hour after the gap stands
 * for it; where they go back and it comes twice, the first one does.
 */
export function nextTime(schedule: Schedule, after: Date): Date {
  const { hour, weekday, timeZone, timing } = schedule;
  // Zones are apart by quarters of an hour.
  const step = HOUR / 4;
  let at = (Math.floor(after.getTime() / step) + 1) * step;
  let previous = local(at - step, timeZone);
  for (; ; at += step) {
    const now = local(at, timeZone);
    const starts = now.hour !== previous.hour;
    const forward = (now.hour - previous.hour + 24) % 24;
    const reached = starts && forward <= 2 && (hour - previous.hour + 24) % 24 <= forward && hour !== previous.hour;
    const again = starts && local(at - HOUR, timeZone).hour === now.hour;
    if (reached && !again && (timing === "daily" || now.weekday === weekday)) return new Date(at);
    previous = now;
  }
}
