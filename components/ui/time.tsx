"use client";

import { useNow } from "./now";
import { calendarDay, daysUntil, distance, moment } from "./time-format";

/** "9 d", with the exact moment on hover and focus of the row. */
export function Ago({ at, suffix = "" }: { at: string; suffix?: string }) {
  const now = useNow();
  const text = distance(now - Date.parse(at));
  return (
    <time dateTime={at} data-tip={moment(at)} className="tabular whitespace-nowrap">
      {text === "now" ? "now" : `${text}${suffix}`}
    </time>
  );
}

/** "12 Nov 2026, 11:24 UTC" */
export function Moment({ at }: { at: string }) {
  return (
    <time dateTime={at} className="tabular whitespace-nowrap">
      {moment(at)}
    </time>
  );
}

/** "12 Nov" */
export function Day({ at }: { at: string }) {
  const now = useNow();
  return (
    <time dateTime={at} data-tip={moment(at)} className="tabular whitespace-nowrap">
      {calendarDay(at, now)}
    </time>
  );
}

/** Due date: quiet when far, dark when near, red and in words when past. */
export function Due({ at }: { at: string }) {
  const now = useNow();
  const left = daysUntil(at, now);
  const text = left < 0 ? `${-left} d late` : left === 0 ? "today" : left <= 14 ? `in ${left} d` : calendarDay(at, now);
  const tone = left < 0 ? "text-critical" : left <= 7 ? "text-ink font-medium" : "text-ink-2";
  return (
    <time dateTime={at} data-tip={`Due ${moment(at)}`} className={`tabular whitespace-nowrap ${tone}`}>
      {text}
    </time>
  );
}

/** The moment that figures stand for. */
export function AsOf({ at }: { at: string }) {
  return (
    <span className="mr-2 text-small text-ink-3 max-sm:sr-only">
      as of <Moment at={at} />
    </span>
  );
}
