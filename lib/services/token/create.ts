import type { PoolClient } from "pg";
import { type Actor, actorUserId } from "@/lib/authz/actor";
import { authorize } from "@/lib/authz/can";
import { type Action, readActions } from "@/lib/authz/policy";
import { invalid } from "@/lib/authz/refusal";
import type { TokenCreate } from "@/lib/client/contract/admin";
import { type Note, write } from "../audit/write";
import { digest, randomSecret } from "../session/secret";

/** A token that imports also follows its own imports; its scope lets it see no other. */
const importActions: readonly Action[] = ["reports.import", "reports.read"];

export interface TokenRequest extends TokenCreate {
  /** Make the cluster if it is not there (the command line does). */
  makeCluster?: boolean;
}

/**
 * Makes a token. What comes back is the only copy; the database keeps its hash.
 * `import` tokens are for one cluster, or for the images and repositories that a team owns. `read` tokens read as security does, or, with a team, as its members do.
 */
export async function createToken(actor: Actor, request: TokenRequest): Promise<{ id: number; token: string }> {
  authorize(actor, "tokens.manage");
  if (request.kind === "import" && !request.cluster === !request.team)
    throw invalid("A token that imports is for one cluster, or for what one team owns.", "body.cluster");
  if (request.kind === "read" && request.cluster)
    throw invalid("A token that reads is not for a cluster.", "body.cluster");
  const secret = `ppt_${randomSecret()}`;
  return write(actor, async (client, note) => {
    const clusterId = request.cluster ? await clusterOf(client, note, request.cluster, request.makeCluster) : null;
    const teamId = request.team ? await teamOf(client, request.team) : null;
    const { rows } = await client.query<{ id: number }>(
      `INSERT INTO api_token (hash, prefix, name, actions, cluster_id, team_id, created_by, expires_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, now() + make_interval(days => $8)) RETURNING id`,
      [
        digest(secret),
        secret.slice(0, 10),
        request.name,
        request.kind === "import" ? importActions : readActions,
        clusterId,
        teamId,
        actorUserId(actor),
        request.days,
      ],
    );
    const { kind, cluster, team, days } = request;
    note({ action: "token.create", target: `token:${request.name}`, detail: { kind, cluster, team, days } });
    return { id: rows[0]?.id ?? 0, token: secret };
  });
}

async function clusterOf(client: PoolClient, note: Note, slug: string, make = false): Promise<number> {
  if (make) {
    const { rowCount } = await client.query(
      "INSERT INTO cluster (slug, name) VALUES ($1, $1) ON CONFLICT (slug) DO NOTHING",
      [slug],
    );
    if (rowCount) note({ action: "cluster.create", target: `cluster:${slug}` });
  }
  const { rows } = await client.query<{ id: number }>("SELECT id FROM cluster WHERE slug = $1", [slug]);
  if (!rows[0]) throw invalid(`There is no cluster ${slug}.`, "body.cluster");
  return rows[0].id;
}

async function teamOf(client: PoolClient, slug: string): Promise<number> {
  const { rows } = await client.query<{ id: number }>("SELECT id FROM team WHERE slug = $1", [slug]);
  if (!rows[0]) throw invalid(`There is no team ${slug}.`, "body.team");
  return rows[0].id;
}
