const day = 86_400_000;

/** Times as days and hours before a fixed now. Everything in the demo is told this way, so it is never stale by itself. */
export class Clock {
  constructor(readonly now: Date) {}

  /** `hour` (UTC, may have fractions) of the day that was `ago` days before today; never later than now. */
  at(ago: number, hour: number): Date {
    return new Date(Math.min(this.midnight(ago) + hour * 3_600_000, this.now.getTime() - 60_000));
  }

  /** The last second of that day; for today: now. */
  endOf(ago: number): Date {
    return new Date(Math.min(this.midnight(ago - 1) - 1_000, this.now.getTime()));
  }

  /** ISO date of that day. */
  date(ago: number): string {
    return new Date(this.midnight(ago)).toISOString().slice(0, 10);
  }

  private midnight(ago: number): number {
    return Date.UTC(this.now.getUTCFullYear(), this.now.getUTCMonth(), this.now.getUTCDate()) - ago * day;
  }
}
