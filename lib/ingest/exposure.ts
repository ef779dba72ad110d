import type { PoolClient } from "pg";
import type { InventoryItem } from "../importers/types";
import { changePlacements, type Moment, type PlacementChange } from "./placements";

type Service = Extract<InventoryItem, { item: "service" }>;
type Route = Extract<InventoryItem, { item: "route" }>;

interface StoredExposure {
  namespace: string;
  kind: string;
  name: string;
  selector: Record<string, string> | null;
  exposed: boolean;
  services: string[];
}

/**
 * Stores Services and routes, which may come in other files than the workloads that they reach. A kind of which the
 * file lists all (`service`, `route`) loses what it does not have.
 */
export async function storeExposures(
  client: PoolClient,
  clusterId: number,
  services: Service[],
  routes: Route[],
  { namespace, listed }: { namespace: string; listed: string[] },
): Promise<void> {
  const rows = [
    ...services.map((service) => ({
      namespace: service.namespace,
      kind: "service",
      name: service.name,
      selector: service.selector,
      exposed: service.exposed,
      services: [],
    })),
    ...routes.map((route) => ({
      namespace: route.namespace,
      kind: "route",
      name: route.name,
      selector: null,
      exposed: true,
      services: route.services.map((service) => `${service.namespace}/${service.name}`).sort(),
    })),
  ];
  await client.query(
    `DELETE FROM exposure e WHERE cluster_id = $1 AND kind = ANY ($2) AND ($3 = '' OR namespace = $3)
       AND NOT EXISTS (SELECT 1 FROM unnest($4::text[], $5::text[], $6::text[]) g(namespace, kind, name)
         WHERE g.namespace = e.namespace AND g.kind = e.kind AND g.name = e.name)`,
    [clusterId, listed, namespace, rows.map((r) => r.namespace), rows.map((r) => r.kind), rows.map((r) => r.name)],
  );
  if (rows.length === 0) return;
  const unique = [...new Map(rows.map((row) => [`${row.namespace}/${row.kind}/${row.name}`, row])).values()];
  await client.query({
    name: "exposure-upsert",
    text: `INSERT INTO exposure AS e (cluster_id, namespace, kind, name, selector, exposed, services)
           SELECT $1, namespace, kind, name, selector, exposed, coalesce(services, '{}') FROM jsonb_to_recordset($2::jsonb)
             g(namespace text, kind text, name text, selector jsonb, exposed bool, services text[])
           ON CONFLICT (cluster_id, namespace, kind, name) DO UPDATE SET selector = excluded.selector, exposed = excluded.exposed,
             services = excluded.services
           WHERE (e.selector, e.exposed, e.services) IS DISTINCT FROM (excluded.selector, excluded.exposed, excluded.services)`,
    values: [clusterId, JSON.stringify(unique)],
  });
}

/** Does a Service with this selector reach pods with these labels? An empty selector reaches none. */
export function selects(selector: Record<string, string> | null, labels: Record<string, string>): boolean {
  const entries = Object.entries(selector ?? {});
  return entries.length > 0 && entries.every(([key, value]) => labels[key] === value);
}

/** Works out anew which workloads of a cluster the internet reaches, and marks what changed. */
export async function updateExposure(moment: Moment, clusterId: number): Promise<void> {
  const { client } = moment;
  const stored = await client.query<StoredExposure>(
    "SELECT namespace, kind, name, selector, exposed, services FROM exposure WHERE cluster_id = $1",
    [clusterId],
  );
  const routed = new Set(stored.rows.filter((row) => row.kind === "route").flatMap((row) => row.services));
  const reaching = new Map<string, Record<string, string>[]>();
  for (const row of stored.rows) {
    if (row.kind !== "service" || !row.selector) continue;
    if (!row.exposed && !routed.has(`${row.namespace}/${row.name}`)) continue;
    reaching.set(row.namespace, [...(reaching.get(row.namespace) ?? []), row.selector]);
  }
  const workloads = await client.query<{
    id: number;
    namespace: string;
    labels: Record<string, string> | null;
    exposed: boolean;
  }>(
    `SELECT a.id, q.namespace, a.attributes->'podLabels' AS labels, p.exposed FROM asset a JOIN place q ON q.id = a.place_id
     JOIN placement p ON p.asset_id = a.id AND p.workload_id = a.id AND p.subject_id = a.subject_id
     WHERE a.cluster_id = $1 AND a.kind = 3`,
    [clusterId],
  );
  const changed = new Map<number, boolean>();
  for (const { id, namespace, labels, exposed } of workloads.rows) {
    const now = (reaching.get(namespace) ?? []).some((selector) => selects(selector, labels ?? {}));
    if (now !== exposed) changed.set(id, now);
  }
  if (changed.size === 0) return;
  const { rows } = await client.query<PlacementChange>(
    `SELECT subject_id AS subject, place_id AS place, asset_id AS asset, workload_id AS workload FROM placement WHERE workload_id = ANY ($1)`,
    [[...changed.keys()]],
  );
  await changePlacements(
    moment,
    rows.map((row) => ({ ...row, exposed: changed.get(row.workload) ?? false })),
  );
}
