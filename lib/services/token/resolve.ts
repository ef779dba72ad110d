import type { TokenActor } from "@/lib/authz/actor";
import { isAction } from "@/lib/authz/policy";
import { pool } from "@/lib/db/pool";
import { digest } from "../session/secret";

interface Row {
  id: number;
  name: string;
  actions: string[];
  cluster_id: number | null;
  team_id: number | null;
  stale: boolean;
}

/** The token behind a bearer value; null when it is unknown, revoked or expired. */
export async function resolveToken(bearer: string): Promise<TokenActor | null> {
  if (!/^ppt_[A-Za-z0-9_-]{20,100}$/.test(bearer)) return null;
  const { rows } = await pool().query<Row>({
    name: "token-resolve",
    text: `SELECT id, name, actions, cluster_id, team_id,
             last_used_at IS NULL OR last_used_at < now() - interval '1 minute' AS stale
           FROM api_token WHERE hash = $1 AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > now())`,
    values: [digest(bearer)],
  });
  const row = rows[0];
  if (!row) return null;
  if (row.stale) await pool().query("UPDATE api_token SET last_used_at = now() WHERE id = $1", [row.id]);
  return {
    kind: "token",
    id: row.id,
    name: row.name,
    // An action that this version no longer knows gives no right.
    actions: row.actions.filter(isAction),
    clusterId: row.cluster_id,
    teamId: row.team_id,
  };
}
