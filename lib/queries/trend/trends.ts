import type { Scope } from "@/lib/authz/scope";
import { reading } from "@/lib/db/read";
import { areas, type Severity, severities } from "@/lib/domain/vocabulary";
import { blocksIn, dayByDay } from "../posture/blocks";
import { clustersOf } from "../posture/cells";
import { changedRows } from "../posture/day-rows";
import { teamsOf } from "../posture/teams";
import { Parameters, prepared } from "../sql";
import { type Driver, drivers } from "./drivers";
import { type EventRecord, events } from "./events";
import { type Asked, type Change, changes, changesUntilNow, flows, unitChanges } from "./ledger";
import type { TrendBy, TrendRequest } from "./request";
import { type Ledger, periods, type TrendPeriod, type TrendPoint, tell } from "./series";
import { type Grain, periodOf } from "./spans";

export interface TrendRow {
  key: string | null;
  name: string;
  now: TrendPeriod;
  before: TrendPeriod;
}

export interface TrendsResult {
  from: string;
  to: string;
  by: TrendBy;
  grain: Grain;
  since: string | null;
  series: TrendPoint[];
  previous: TrendPoint[];
  total: TrendRow;
  rows: TrendRow[];
  drivers: Driver[];
  events: EventRecord[];
}

/**
 * How the posture of what the reader's teams ran moved over a period, against the one of the same length before it, as a
 * whole and by cluster, team, area or severity. Every day counts for who owned what on it.
 */
export async function trends(scope: Scope, request: TrendRequest, at = new Date()): Promise<TrendsResult> {
  return reading(scope, async (run) => {
    const { by = "team", area, severity } = request;
    const period = periodOf(request, at);
    const clusters = await clustersOf(run, request);
    const blocks = await blocksIn(run, { from: period.before.from, to: null });
    const asked: Asked = { run, scope, clusters, request, period, blocks, by: "all", span: period.span };
    const now = await changesUntilNow({ ...asked, by });
    const whole = await ledger(asked, now);
    const cut = { area, severity };
    const {
      points: [series, previous],
    } = tell(period, period.span, whole, cut);
    const parts = await ledger({ ...asked, by, span: period.days }, now);
    const total = { key: null, name: "Everything", ...periods(period, whole, cut) };
    return {
      ...{ from: period.from, to: period.to, by, grain: period.grain, since: await since(asked) },
      ...{ series, previous, total, rows: await rowsOf(asked, by, parts) },
      drivers: await drivers(asked),
      events: await events(asked, series),
    };
  });
}

async function ledger(asked: Asked, now: readonly Change[]): Promise<Ledger> {
  return { changes: [...now, ...(await changes(asked))], units: await unitChanges(asked), flows: await flows(asked) };
}

async function rowsOf(
  { run, scope, clusters, request, period }: Asked,
  by: TrendBy,
  parts: Ledger,
): Promise<TrendRow[]> {
  if (by === "severity") {
    const list = request.severity ? [request.severity] : [...severities.list].reverse();
    return list.map((severity) => ({
      ...{ key: severity, name: severity },
      ...periods(
        period,
        { ...parts, flows: ofKey(parts.flows, severities.code(severity)) },
        { area: request.area, severity },
      ),
    }));
  }
  const part = (key: number): Ledger => ({
    changes: ofKey(parts.changes, key),
    units: ofKey(parts.units, key),
    flows: ofKey(parts.flows, key),
  });
  const ids = new Set([...parts.changes, ...parts.units, ...parts.flows].map(({ key }) => key));
  const named: {
    id: number;
    key: string | null;
    name: string;
    area?: (typeof areas.list)[number];
    severity?: Severity;
  }[] =
    by === "area"
      ? areas.list
          .filter((area) => (request.area ?? area) === area)
          .map((area) => ({ id: areas.code(area), key: area, name: area, area }))
      : by === "cluster"
        ? [...clusters.values()].map(({ id, slug, name }) => ({ id, key: id > 0 ? slug : null, name }))
        : (await teamsOf(run, scope, request, ids)).map(({ id, slug, name }) => ({ id, key: slug, name }));
  return named
    .filter(({ id }) => ids.has(id))
    .map(({ id, key, name, area = request.area }) => ({
      ...{ key, name },
      ...periods(period, part(id), { area, severity: request.severity }),
    }))
    .sort(byChange);
}

const ofKey = <T extends { key: number }>(list: readonly T[], key: number) => list.filter((item) => item.key === key);

/** What got worse most first; without a score, by what needs action. */
function byChange(a: TrendRow, b: TrendRow): number {
  const fall = ({ now }: TrendRow) => (now.end.score ?? 0) - (now.start.score ?? now.end.score ?? 0);
  const more = ({ now }: TrendRow) => now.end.openTotal - now.start.openTotal;
  return fall(a) - fall(b) || more(b) - more(a) || a.name.localeCompare(b.name);
}

async function since(asked: Asked): Promise<string | null> {
  const p = new Parameters();
  const [row] = await asked.run<{ day: string | null }>(
    prepared(
      `SELECT min(x.day)::text AS day FROM ${changedRows({ ...asked, by: "all" }, p, dayByDay({ from: null, to: null }))}`,
      p,
    ),
  );
  return row?.day ?? null;
}
