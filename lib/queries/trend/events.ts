import { decisions } from "@/lib/domain/vocabulary";
import type { ClusterInfo } from "../posture/cells";
import { all, Parameters } from "../sql";
import { ownPosture, ownTeam } from "../visible";
import type { Asked } from "./ledger";
import type { TrendPoint } from "./series";

/** Something that happened on a day and may explain a change. */
export interface EventRecord {
  day: string;
  kind: "source" | "kev" | "exception" | "ownership";
  text: string;
  href: string | null;
  count: number;
}

const most = 30;
const number = new Intl.NumberFormat("en");
const many = (n: number, one: string) => `${number.format(n)} ${one}${n === 1 ? "" : "s"}`;

/** First reports of a source, listings, decisions and changes of owner within the period, the newest first. */
export async function events(asked: Asked, series: readonly TrendPoint[]): Promise<EventRecord[]> {
  const found = [...(await sources(asked)), ...(await listings(asked)), ...(await taken(asked)), ...moves(series)];
  return found.sort((a, b) => (a.day < b.day ? 1 : a.day > b.day ? -1 : b.count - a.count)).slice(0, most);
}

/** Only who sees everything sees whose reports came. */
async function sources({ run, scope, clusters, request, period }: Asked): Promise<EventRecord[]> {
  if (scope.teams !== "*" || request.team) return [];
  const rows = await run<{ cluster: number; tool: string; day: string; n: number }>({
    name: "trend-sources",
    text: `SELECT cluster_id AS cluster, tool, min(observed_at AT TIME ZONE 'UTC')::date::text AS day, count(*)::int AS n FROM report
      WHERE state = 'done' AND tool IS NOT NULL AND cluster_id = ANY ($1::int[]) GROUP BY 1, 2
      HAVING min(observed_at AT TIME ZONE 'UTC')::date BETWEEN $2::date AND $3::date`,
    values: [[...clusters.keys()], period.from, period.to],
  });
  return rows.map(({ cluster, tool, day, n }) => {
    const at = clusters.get(cluster) as ClusterInfo;
    const where = cluster > 0 ? at.name : "what is not deployed";
    return {
      day,
      kind: "source",
      text: `First report of ${tool} on ${where}`,
      href: cluster > 0 ? `/clusters/${at.slug}` : null,
      count: n,
    };
  });
}

function ofTeam(scope: Asked["scope"], team: string | undefined, p: Parameters): string[] {
  if (!team) return [];
  if (team === "none") return ["f.team_id = 0"];
  return [`f.team_id = (SELECT id FROM team WHERE slug = ${p.add(team, "text")} AND ${ownTeam(scope, p, "id")})`];
}

/** FROM and WHERE of rows of the journal on an axis, of findings that the trend is of. */
function journal({ scope, clusters, request, period }: Asked, p: Parameters, axis: number) {
  const { team } = request;
  const conditions = [
    `e.axis = ${axis} AND e.observed_at >= ${p.add(period.from, "date")}::timestamp AT TIME ZONE 'UTC'`,
    `e.observed_at < (${p.add(period.to, "date")} + 1)::timestamp AT TIME ZONE 'UTC'`,
    `f.cluster_id = ANY (${p.add([...clusters.keys()], "int[]")})`,
    ...ownPosture(scope, p, "f"),
  ];
  conditions.push(...ofTeam(scope, team, p));
  return { from: "finding_event e JOIN finding f ON f.id = e.finding_id", where: all(conditions) };
}

const day = "(e.observed_at AT TIME ZONE 'UTC')::date::text";

/** So many findings of a rule are counted: what is listed is news, however many there are. */
const mostCounted = 1_000;

/** Listings of rules that were known before. From the rules, since each may have very many findings. */
async function listings({ run, scope, clusters, request, period }: Asked): Promise<EventRecord[]> {
  const p = new Parameters();
  const conditions = [
    "f.rule_id = r.id",
    `f.cluster_id = ANY (${p.add([...clusters.keys()], "int[]")})`,
    ...ownPosture(scope, p, "f"),
    ...ofTeam(scope, request.team, p),
  ];
  const rows = await run<{ day: string; rule: string; n: number }>({
    text: `SELECT (r.kev_at AT TIME ZONE 'UTC')::date::text AS day, r.code AS rule, f.n FROM rule r CROSS JOIN LATERAL (
        SELECT count(*)::int AS n FROM (SELECT FROM finding f WHERE ${all(conditions)} LIMIT ${mostCounted}) f) f
      WHERE r.kev AND r.kev_at >= ${p.add(period.from, "date")}::timestamp AT TIME ZONE 'UTC'
        AND r.kev_at < (${p.add(period.to, "date")} + 1)::timestamp AT TIME ZONE 'UTC' AND f.n > 0
      ORDER BY f.n DESC, r.code LIMIT ${most}`,
    values: p.values,
  });
  return rows.map((row) => ({
    ...{ day: row.day, kind: "kev", count: row.n, href: `/findings?q=${encodeURIComponent(row.rule)}` },
    text: `${row.rule} is known to be exploited: ${row.n < mostCounted ? "" : "at least "}${many(row.n, "finding")}`,
  }));
}

const said: Readonly<Record<string, string>> = {
  accepted: "Risk accepted for",
  false_positive: "Called false positives:",
  mitigated: "Called mitigated:",
  no_fix: "No fix to be had for",
};

async function taken(asked: Asked): Promise<EventRecord[]> {
  const p = new Parameters();
  const { from, where } = journal(asked, p, 1);
  const rows = await asked.run<{ day: string; decision: number; n: number }>({
    text: `SELECT ${day} AS day, e.after AS decision, count(*)::int AS n FROM ${from} WHERE ${where} AND e.after > 0
      GROUP BY 1, 2 ORDER BY 1 DESC LIMIT ${most}`,
    values: p.values,
  });
  return rows.map((row) => {
    const word = decisions.word(row.decision);
    return {
      day: row.day,
      kind: "exception",
      text: `${said[word] ?? word} ${many(row.n, "finding")}`,
      href: `/findings?state=${word}`,
      count: row.n,
    };
  });
}

/** Moves of less than this share of what is open explain no bend, and are not told. */
const noticeable = 0.005;

/** Days (or spans) on which findings changed hands, from the series. */
function moves(series: readonly TrendPoint[]): EventRecord[] {
  return series.flatMap(({ day, movedIn, movedOut, openTotal }) => {
    const n = Math.max(movedIn, movedOut);
    if (n === 0 || n < noticeable * openTotal) return [];
    return [
      {
        day,
        kind: "ownership" as const,
        text: `${many(n, "finding")} went to another team or place`,
        href: null,
        count: n,
      },
    ];
  });
}
