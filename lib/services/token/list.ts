import type { Actor } from "@/lib/authz/actor";
import { authorize } from "@/lib/authz/can";
import type { TokenRow } from "@/lib/client/contract/admin";
import { pool } from "@/lib/db/pool";

interface Row {
  id: number;
  name: string;
  prefix: string;
  actions: string[];
  cluster: string | null;
  team: string | null;
  created_by: string | null;
  created_at: Date;
  expires_at: Date | null;
  last_used_at: Date | null;
  revoked_at: Date | null;
}

/** Tokens, live ones first, the newest first. `id` narrows to one. */
export async function listTokens(actor: Actor, id?: number): Promise<TokenRow[]> {
  authorize(actor, "tokens.manage");
  const { rows } = await pool().query<Row>(
    `SELECT k.id, k.name, k.prefix, k.actions, c.slug AS cluster, t.slug AS team, u.name AS created_by, k.created_at,
       k.expires_at, k.last_used_at, k.revoked_at
     FROM api_token k LEFT JOIN cluster c ON c.id = k.cluster_id LEFT JOIN team t ON t.id = k.team_id
     LEFT JOIN "user" u ON u.id = k.created_by
     WHERE $1::int IS NULL OR k.id = $1
     ORDER BY k.revoked_at IS NOT NULL, k.id DESC LIMIT 500`,
    [id ?? null],
  );
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    prefix: row.prefix,
    actions: row.actions,
    cluster: row.cluster,
    team: row.team,
    createdBy: row.created_by,
    createdAt: row.created_at.toISOString(),
    expiresAt: row.expires_at?.toISOString() ?? null,
    lastUsedAt: row.last_used_at?.toISOString() ?? null,
    revokedAt: row.revoked_at?.toISOString() ?? null,
  }));
}
