import type { Scope } from "@/lib/authz/scope";
import type { Run } from "@/lib/db/read";
import { severities } from "@/lib/domain/vocabulary";
import { matchesNothing } from "../finding/filter";
import { findPage } from "../finding/page";
import type { FindingRequest } from "../finding/request";
import { resolveFilter } from "../finding/resolve";
import { all, Parameters, prepared } from "../sql";
import { ownPosture } from "../visible";

export interface WorstAsset {
  subject: number;
  place: number;
  cluster: number;
  team: number;
  /** Tenths, of its open findings. */
  points: number;
  findings: number;
  exposedKev: number;
  /** Open findings by severity code. */
  bySeverity: number[];
}

/** Worst findings that are looked at to find the worst assets. */
const LOOKED_AT = 600;

/**
 * The assets (at a place, of a team) that carry most points. They are sought among those with the worst open findings,
 * so one that has only very many small ones may be missed; what is told of each is of all of its findings.
 */
export async function worstAssets(
  run: Run,
  scope: Scope,
  request: FindingRequest,
  limit: number,
): Promise<WorstAsset[]> {
  const found = await resolveFilter(run, scope, { ...request, state: ["open"] });
  // The posture of a team is what it runs: what it can only fix for others is not among its assets.
  const filter = scope.teams === "*" || found.teams ? found : { ...found, teams: scope.teams };
  if (matchesNothing(filter)) return [];
  const { ids } = await findPage(run, scope, filter, {
    ...{ sort: "risk", cursor: null, limit: LOOKED_AT },
    anyOfEqual: true,
  });
  const p = new Parameters();
  const own = all(ownPosture(scope, p, "f"));
  const counted = severities.list.map((_, code) => `count(*) FILTER (WHERE f.severity = ${code})::int`).join(", ");
  // Each by its id, and the findings of an asset by asset and place alone, whatever the planner thinks of the teams: else
  // it may walk all that a team has.
  return run<WorstAsset>(
    prepared(
      `WITH candidate AS MATERIALIZED (
        SELECT f.subject_id, f.place_id, f.team_id FROM unnest(${p.add(ids, "bigint[]")}) i(id)
        CROSS JOIN LATERAL (SELECT * FROM finding f WHERE f.id = i.id AND ${own} OFFSET 0) f
        GROUP BY 1, 2, 3 ORDER BY sum(f.points::bigint * f.places) DESC, 1, 2, 3 LIMIT ${p.add(limit * 2, "int")})
      SELECT c.subject_id AS subject, c.place_id AS place, min(f.cluster_id) AS cluster, c.team_id AS team,
        sum(f.points::float8 * f.places) AS points, count(*)::int AS findings,
        count(*) FILTER (WHERE f.flags & 5 = 5)::int AS "exposedKev", ARRAY[${counted}] AS "bySeverity"
      FROM candidate c CROSS JOIN LATERAL (
        SELECT f.* FROM finding f WHERE f.subject_id = c.subject_id AND f.place_id = c.place_id OFFSET 0) f
      WHERE f.team_id = c.team_id AND f.state < 4 GROUP BY 1, 2, 4 ORDER BY points DESC, 1, 2, 4 LIMIT ${p.add(limit, "int")}`,
      p,
    ),
  );
}
