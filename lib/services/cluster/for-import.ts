import type { Actor } from "@/lib/authz/actor";
import { authorize, can } from "@/lib/authz/can";
import { forbidden, invalid } from "@/lib/authz/refusal";
import { pool } from "@/lib/db/pool";

/**
 * The cluster that an upload is for: the one that the credential is bound to, else the one that is named, else 0
 * (none: images and repositories that run nowhere that we know of). A bound credential that names another cluster is
 * refused without saying whether that one exists. A credential of a team is for no cluster.
 */
export async function clusterForImport(actor: Actor, slug: string | undefined): Promise<number> {
  authorize(actor, "reports.import");
  const bound = actor.kind === "token" ? actor.clusterId : null;
  if (actor.kind === "token" && actor.teamId !== null) {
    if (slug === undefined) return 0;
    throw forbidden("This token imports for images and repositories of its team, not for a cluster.");
  }
  if (slug === undefined) return bound ?? 0;
  const { rows } = await pool().query<{ id: number }>("SELECT id FROM cluster WHERE slug = $1", [slug]);
  const clusterId = rows[0]?.id ?? null;
  if (can(actor, "reports.import", { clusterId }) && clusterId !== null) return clusterId;
  if (bound !== null) throw forbidden("This token imports for another cluster.");
  throw invalid(`There is no cluster ${slug}. Add it first.`, "query.cluster");
}
