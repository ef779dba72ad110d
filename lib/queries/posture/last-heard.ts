import type { Scope } from "@/lib/authz/scope";
import type { Run } from "@/lib/db/read";
import { areas } from "@/lib/domain/vocabulary";
import { all, Parameters } from "../sql";
import { ownPosture } from "../visible";

/** The tool that spoke last of an area of a cluster, and when. */
export interface Heard {
  tool: string;
  at: Date;
}

/** Of these clusters, per area: which tool was heard last. Keys: cluster id, then area code. */
export async function lastHeard(
  run: Run,
  scope: Scope,
  clusters: readonly number[],
): Promise<Map<number, Map<number, Heard>>> {
  const found = new Map<number, Map<number, Heard>>();
  if (clusters.length === 0) return found;
  const p = new Parameters();
  const ids = p.add(clusters, "int[]");
  const own = all([`w.cluster_id = ANY (${ids})`, ...ownPosture(scope, p, "w")]);
  const rows = await run<{ cluster: number; tool: string; assesses: number; at: Date }>({
    text: `SELECT w.cluster_id AS cluster, t.name AS tool, s.assesses, max(s.observed_at) AS at
      FROM (SELECT DISTINCT w.cluster_id, w.asset_id FROM placement w WHERE ${own}) w
      JOIN scope s ON s.target_id = w.asset_id JOIN tool t ON t.id = s.tool_id
      WHERE s.observed_at IS NOT NULL AND s.assesses > 0 GROUP BY 1, 2, 3`,
    values: p.values,
  });
  for (const { cluster, tool, assesses, at } of rows) {
    const byArea = found.get(cluster) ?? new Map<number, Heard>();
    found.set(cluster, byArea);
    for (const area of areas.list.keys()) {
      if (((assesses >> area) & 1) === 1 && at > (byArea.get(area)?.at ?? new Date(0))) byArea.set(area, { tool, at });
    }
  }
  return found;
}
