import { type Area, areas } from "@/lib/domain/vocabulary";
import { lookUp, type Named } from "../names";
import { narrowed } from "../posture/cells";
import { Parameters } from "../sql";
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
export async function drivers({ run, scope, clusters, request, period }: Asked): Promise<Driver[]> {
  const p = new Parameters();
  const moved = narrowed(scope, p, "posture_day", clusters, request);
  const flowed = narrowed(scope, p, "flow_day", clusters, request);
  const inside = `x.day BETWEEN ${p.add(period.from, "date")} AND ${p.add(period.to, "date")} AND ${ofArea(request, p)}`;
  const rows = await run<Row>({
    text: `SELECT cluster_id AS cluster, team_id AS team, area, sum(points)::float8 / 10 AS points, sum(open)::int AS open,
        sum(opened)::int AS opened, sum(reopened)::int AS reopened, sum(fixed)::int AS fixed
      FROM (
        SELECT x.cluster_id, x.team_id, x.area, sum(x.points) AS points, sum(x.info + x.low + x."unknown" + x.medium + x.high + x.critical) AS open,
          0 AS opened, 0 AS reopened, 0 AS fixed FROM ${moved.from} WHERE ${inside} AND ${moved.where} GROUP BY 1, 2, 3
        UNION ALL
        SELECT x.cluster_id, x.team_id, x.area, 0, 0, sum(x.opened), sum(x.reopened), sum(x.fixed)
        FROM ${flowed.from} WHERE ${inside} AND ${ofSeverity(request, p)} AND ${flowed.where} GROUP BY 1, 2, 3) x
      GROUP BY 1, 2, 3 HAVING sum(points) <> 0 ORDER BY abs(sum(points)) DESC, 1, 2, 3 LIMIT ${most}`,
    values: p.values,
  });
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
