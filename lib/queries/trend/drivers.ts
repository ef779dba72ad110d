import { type Area, areas } from "@/lib/domain/vocabulary";
import { lookUp, type Named } from "../names";
import { cover } from "../posture/blocks";
import { changedRows } from "../posture/day-rows";
import { Parameters, prepared } from "../sql";
import type { Asked } from "./ledger";
import { ofArea, ofSeverity } from "./request";

/** What moved points: one area of a team in a cluster. Points (whole) and open findings are changes. */
export interface Driver {
  cluster: Named | null;
  team: Named | null;
  area: Area;
  points: number;
  open: number;
  opened: number;
  reopened: number;
  fixed: number;
  href: string;
}

const most = 8;

interface Row {
  cluster: number;
  team: number;
  area: number;
  points: number;
  open: number;
  opened: number;
  reopened: number;
  fixed: number;
}

/** The largest movements of points within the period, up or down. */
export async function drivers({ run, scope, clusters, request, period, blocks }: Asked): Promise<Driver[]> {
  const p = new Parameters();
  const days = cover([{ from: period.from, to: period.to }], blocks);
  const changed = changedRows({ scope, clusters, request, by: "both" }, p, days, [ofArea(request, p)]);
  const [first, length] = [p.add(period.from, "date"), p.add(period.days, "int")];
  const severity = ofSeverity(request, p);
  const flow = (column: string) => `coalesce(sum(x.${column}), 0)::int AS ${column}`;
  const rows = await run<Row>(
    prepared(
      `SELECT m.*, f.* FROM (
        SELECT x.cluster_id AS cluster, x.team_id AS team, x.area, sum(x.points::float8) / 10 AS points,
          sum(x.info + x.low + x."unknown" + x.medium + x.high + x.critical)::int AS open
        FROM ${changed} GROUP BY 1, 2, 3 HAVING sum(x.points::float8) <> 0 ORDER BY abs(sum(x.points::float8)) DESC, 1, 2, 3 LIMIT ${most}) m
      CROSS JOIN LATERAL (SELECT ${flow("opened")}, ${flow("reopened")}, ${flow("fixed")}
        FROM generate_series(0, ${length} - 1) d(n) JOIN flow_day x ON x.day = ${first} + d.n
        AND x.cluster_id = m.cluster AND x.team_id = m.team AND x.area = m.area AND ${severity}) f
      ORDER BY abs(m.points) DESC, 1, 2, 3`,
      p,
    ),
  );
  const names = await lookUp(run, scope, { teams: rows.map(({ team }) => team) });
  return rows.map(({ cluster: id, team: teamId, area: code, ...row }) => {
    const at = clusters.get(id);
    const cluster = at && id > 0 ? { slug: at.slug, name: at.name } : null;
    const team = names.teams.get(teamId) ?? null;
    const area = areas.word(code);
    const query = new URLSearchParams({ cluster: cluster?.slug ?? "none", team: team?.slug ?? "none", area });
    return { ...row, cluster, team: team && { slug: team.slug, name: team.name }, area, href: `/findings?${query}` };
  });
}
