import type { TrendPeriod, TrendPoint, TrendRow, Trends } from "@/lib/client/contract/trend";
import { seeded } from "./random";

const DAY = 86_400_000;
const dayAt = (day: string, n: number) => new Date(Date.parse(day) + n * DAY).toISOString().slice(0, 10);

function bucket(day: string, share: number, random: ReturnType<typeof seeded>): TrendPoint {
  const critical = Math.round(41 - 13 * share + random.int(4));
  const high = Math.round(190 - 40 * share + random.int(12));
  const medium = Math.round(420 + 30 * share + random.int(20));
  const open = { critical, high, medium, low: 260 + random.int(9), info: 12, unknown: 6 };
  return {
    day,
    open,
    openTotal: Object.values(open).reduce((sum, n) => sum + n, 0),
    accepted: 9,
    points: 9_000 - 1_200 * share,
    score: Math.round(58 + 7 * share + random.int(2)),
    coverage: 0.78 + 0.06 * share,
    opened: random.int(14),
    reopened: random.int(2),
    fixed: random.int(18),
    ...{ acceptedNew: 0, dismissed: random.int(2), closed: 0, movedIn: 0, movedOut: 0, rerated: 0 },
  };
}

function period(from: string, to: string, start: TrendPoint, end: TrendPoint, more: Partial<TrendPeriod>): TrendPeriod {
  return {
    ...{ from, to, start, end, opened: 120, reopened: 9, fixed: 164, acceptedNew: 2, dismissed: 4, closed: 6 },
    ...{ movedIn: 0, movedOut: 0, rerated: 0, mttrDays: 9.2, fixedInTime: 131, fixedLate: 33, sla: 0.8, ...more },
  };
}

const row = (key: string | null, name: string, now: TrendPeriod, before: TrendPeriod): TrendRow => ({
  key,
  name,
  now,
  before,
});

/** Thirty days that end on `to`, five of them before history begins when `young`. */
export function trends(to: string, { young = false }: { young?: boolean } = {}): Trends {
  const random = seeded(11);
  const [from, beforeFrom] = [dayAt(to, -29), dayAt(to, -59)];
  const days = (start: string, offset: number) =>
    Array.from({ length: 30 }, (_, n) => bucket(dayAt(start, n), (n + offset) / 30, random));
  const [series, previous] = [days(from, 0), days(beforeFrom, -30)];
  const [first, last] = [series[0] as TrendPoint, series.at(-1) as TrendPoint];
  const of = (factor: number): [TrendPeriod, TrendPeriod] => {
    const scaled = (one: TrendPoint): TrendPoint => ({ ...one, openTotal: Math.round(one.openTotal * factor) });
    const old = previous[0] as TrendPoint;
    return [
      period(from, to, scaled(first), scaled(last), { fixed: Math.round(164 * factor), mttrDays: 4 + 8 * factor }),
      period(beforeFrom, dayAt(from, -1), scaled(old), scaled(first), {
        mttrDays: 12,
        sla: 0.71,
        fixed: Math.round(120 * factor),
      }),
    ];
  };
  const named = (slug: string, name: string) => ({ slug, name });
  return {
    ...{ from, to, by: "team", grain: "day", since: young ? dayAt(from, 5) : dayAt(beforeFrom, -9) },
    ...{ series, previous, total: row(null, "Everything", ...of(1)) },
    rows: [
      row("payments", "Payments", ...of(0.3)),
      row("checkout", "Checkout", ...of(0.4)),
      row("web", "Web", ...of(0.2)),
      row(null, "Unowned", ...of(0.1)),
    ],
    drivers: [
      {
        ...{
          cluster: named("checkout-prod", "Checkout production"),
          team: named("checkout", "Checkout"),
          area: "application",
        },
        ...{
          points: -1_240,
          open: -46,
          opened: 12,
          fixed: 58,
          reopened: 0,
          href: "/findings?team=checkout&area=application",
        },
      },
      {
        ...{ cluster: named("eu-batch", "EU batch"), team: named("data", "Data"), area: "host", points: 310, open: 12 },
        ...{ opened: 12, fixed: 0, reopened: 3, href: "/findings?team=data&area=host" },
      },
    ],
    events: [
      {
        day: dayAt(from, 8),
        kind: "source",
        text: "First report of grype on Checkout production",
        href: "/sources",
        count: 1,
      },
      {
        day: dayAt(from, 19),
        kind: "kev",
        text: "CVE-2026-31337 is known to be exploited",
        href: "/findings?q=CVE-2026-31337",
        count: 3,
      },
    ],
  };
}
