import type { Scope } from "@/lib/authz/scope";
import type { Run } from "@/lib/db/read";
import { defaultFreshnessDays } from "@/lib/domain/score/evidence";
import { all, Parameters } from "../sql";
import { ownPosture } from "../visible";

/** What one tool has said of what is placed in one cluster. */
export interface Heard {
  cluster: number;
  tool: string;
  /** Assets that it spoke of. */
  targets: number;
  /** Those of which it has not spoken within the window. */
  stale: number;
  observedAt: Date;
}

/** What sends a cluster's objects. It speaks of what runs where and finds nothing, so that it has no targets. */
export const INVENTORY = "kubernetes";

/** Evidence from before this moment is stale at `at`. */
export const windowStart = (at: Date): Date => new Date(at.getTime() - defaultFreshnessDays * 86_400_000);

/** Per cluster and tool: of how much it spoke, and when last. Only of what is placed there and the reader's own. */
export async function heardByCluster(run: Run, scope: Scope, clusters: readonly number[], at: Date): Promise<Heard[]> {
  if (clusters.length === 0) return [];
  const p = new Parameters();
  const own = all([`w.cluster_id = ANY (${p.add(clusters, "int[]")})`, ...ownPosture(scope, p, "w")]);
  const oldest = p.add(windowStart(at), "timestamptz");
  return run<Heard>({
    text: `SELECT y.cluster, t.name AS tool, y.targets, y.stale, y.at AS "observedAt" FROM (
        SELECT x.cluster_id AS cluster, x.tool_id, count(*)::int AS targets, (count(*) FILTER (WHERE x.at < ${oldest}))::int AS stale,
          max(x.at) AS at
        FROM (SELECT w.cluster_id, s.tool_id, s.target_id, max(s.observed_at) AS at
          FROM placement w JOIN scope s ON s.target_id = w.asset_id
          WHERE ${own} AND s.observed_at IS NOT NULL GROUP BY 1, 2, 3) x GROUP BY 1, 2) y
      JOIN tool t ON t.id = y.tool_id`,
    values: p.values,
  });
}

/** When each cluster last sent all its objects, in the shape of what was heard. */
export async function inventories(run: Run, clusters: readonly number[]): Promise<Heard[]> {
  const rows = await run<{ id: number; at: Date }>({
    name: "source-inventories",
    text: "SELECT id, inventory_at AS at FROM cluster WHERE id = ANY ($1::int[]) AND inventory_at IS NOT NULL",
    values: [clusters],
  });
  return rows.map(({ id, at }) => ({ cluster: id, tool: INVENTORY, targets: 0, stale: 0, observedAt: at }));
}
