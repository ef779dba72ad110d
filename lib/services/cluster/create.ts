import type { Actor } from "@/lib/authz/actor";
import { authorize } from "@/lib/authz/can";
import { conflict } from "@/lib/authz/refusal";
import { write } from "../audit/write";

export interface ClusterRequest {
  slug: string;
  /** The slug where it has no other name. */
  name?: string;
  environment?: string;
  /** Weight in a score; 1 = as others. */
  criticality?: number;
}

/** Throws `conflict` when the slug is taken. */
export async function createCluster(actor: Actor, request: ClusterRequest): Promise<{ id: number }> {
  authorize(actor, "clusters.manage");
  return write(actor, async (client, note) => {
    const { slug, name = slug, environment = "production", criticality = 1 } = request;
    const { rows } = await client.query<{ id: number }>(
      `INSERT INTO cluster (slug, name, environment, criticality) VALUES ($1, $2, $3, $4)
       ON CONFLICT (slug) DO NOTHING RETURNING id`,
      [slug, name, environment, Math.round(criticality * 10)],
    );
    const cluster = rows[0];
    if (!cluster) throw conflict("There is a cluster with this name in addresses already.", "slug_taken");
    note({ action: "cluster.create", target: `cluster:${slug}`, detail: { name, environment, criticality } });
    return cluster;
  });
}
