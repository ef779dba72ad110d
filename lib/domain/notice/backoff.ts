const FIRST = 30;
const MOST = 3600;
const DAY = 86_400;

/** Seconds until the next try after so many that failed: 30 s, doubled each time, at most an hour. */
export function retrySeconds(attempts: number): number {
  return Math.min(MOST, FIRST * 2 ** Math.max(0, Math.min(attempts, 20) - 1));
}

/** How long an endpoint may fail throughout before it is switched off, seconds. */
export const disableAfter = 3 * DAY;

/** How long a message is tried that the far side refuses as such, seconds: then those behind it get their turn. */
export const giveUpAfter = DAY;
