import type { Scope } from "@/lib/authz/scope";
import type { Run } from "@/lib/db/read";
import { defaultFreshnessDays } from "@/lib/domain/score/evidence";
import { Parameters, prepared } from "../sql";
import {
  type Cell,
  type Cells,
  type ClusterInfo,
  type Grain,
  keys,
  narrowed,
  type PostureFilter,
  type UnitCell,
} from "./cells";
import { nowRows } from "./day-rows";
import { summed } from "./fold";

/** The roll-up of what the reader's teams run, now. (Of a past day: past.ts.) */
export async function cellsNow(
  run: Run,
  scope: Scope,
  grain: Grain,
  clusters: Map<number, ClusterInfo>,
  filter: PostureFilter,
  at: Date,
): Promise<Cells> {
  const cells = await sumsNow(run, scope, grain, clusters, filter);
  return { cells, units: await unitsNow(run, scope, grain, clusters, filter, at) };
}

/** The part of it that findings make. */
export async function sumsNow(
  run: Run,
  scope: Scope,
  grain: Grain,
  clusters: Map<number, ClusterInfo>,
  filter: PostureFilter,
): Promise<Cell[]> {
  const p = new Parameters();
  const rows = nowRows({ scope, clusters, request: filter, by: grain }, p);
  return run<Cell>(
    prepared(`SELECT ${keys[grain]} AS key, x.area, x.unit, x.weight, ${summed()} FROM ${rows} GROUP BY 1, 2, 3, 4`, p),
  );
}

/** The part that units make. */
async function unitsNow(
  run: Run,
  scope: Scope,
  grain: Grain,
  clusters: Map<number, ClusterInfo>,
  filter: PostureFilter,
  at: Date,
): Promise<UnitCell[]> {
  const p = new Parameters();
  const { from, where } = narrowed(scope, p, "unit_count", clusters, filter);
  const oldest = p.add(new Date(at.getTime() - defaultFreshnessDays * 86_400_000), "timestamptz");
  return run<UnitCell>(
    prepared(
      `SELECT ${keys[grain]} AS key, x.area, x.unit, k.weight, sum(x.total)::int AS total, sum(x.assessed)::int AS assessed,
        coalesce(sum(x.assessed) FILTER (WHERE x.observed_at < ${oldest}), 0)::int AS stale, max(x.observed_at) AS "observedAt"
      FROM ${from} WHERE ${where} GROUP BY 1, 2, 3, 4`,
      p,
    ),
  );
}
