import type { Scope } from "@/lib/authz/scope";
import type { Run } from "@/lib/db/read";
import { defaultFreshnessDays } from "@/lib/domain/score/evidence";

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

/**
 * Per cluster and tool: of how much it spoke, and when last. Only of what is placed there and the reader's own. For a reader
 * of everything as it was counted after the last imports (`sources_count()`).
 */
export async function heardByCluster(run: Run, scope: Scope, clusters: readonly number[], at: Date): Promise<Heard[]> {
  if (clusters.length === 0) return [];
  const oldest = windowStart(at);
  return scope.teams === "*" ? counted(run, clusters, oldest) : ofOwn(run, scope.teams, clusters, oldest);
}

async function counted(run: Run, clusters: readonly number[], oldest: Date): Promise<Heard[]> {
  return run<Heard>({
    name: "source-counts",
    // The bucket of a moment is the number of those up to it: one microsecond earlier, of those before it.
    text: `SELECT c.cluster_id AS cluster, t.name AS tool, c.targets, width_bucket($2::timestamptz - interval '1 microsecond', c.heard) AS stale,
        c.observed_at AS "observedAt"
      FROM source_count c JOIN tool t ON t.id = c.tool_id WHERE c.cluster_id = ANY ($1::int[])`,
    values: [clusters, oldest],
  });
}

async function ofOwn(run: Run, teams: readonly number[], clusters: readonly number[], oldest: Date): Promise<Heard[]> {
  return run<Heard>({
    name: "source-heard",
    text: `SELECT h.cluster_id AS cluster, t.name AS tool, h.targets, h.stale, h.observed_at AS "observedAt"
      FROM heard_of($1, $2, $3) h JOIN tool t ON t.id = h.tool_id`,
    values: [clusters, teams, oldest],
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
