import type { PoolClient } from "pg";
import { type Actor, actorUserId } from "@/lib/authz/actor";
import { roles } from "@/lib/domain/vocabulary";

/** Somebody who can be given work: of security, or a developer with teams. */
export interface Worker {
  id: number;
  name: string;
  everywhere: boolean;
  teamIds: readonly number[];
}

/** The person, or null for whoever may not work on findings at all: others roles, and those who left. */
export async function workerOf(client: PoolClient, actor: Actor, wanted: number | "me"): Promise<Worker | null> {
  const userId = wanted === "me" ? actorUserId(actor) : wanted;
  const { rows } = await client.query<{ id: number; name: string; role: number; teams: number[] }>(
    `SELECT u.id, u.name, u.role, ARRAY(SELECT m.team_id FROM membership m WHERE m.user_id = u.id) AS teams
     FROM "user" u WHERE u.id = $1 AND u.disabled_at IS NULL AND u.role = ANY ($2::smallint[])`,
    [userId, [roles.code("security"), roles.code("devops")]],
  );
  const [row] = rows;
  if (!row) return null;
  return { id: row.id, name: row.name, everywhere: roles.word(row.role) === "security", teamIds: row.teams };
}

/** Whoever works on something must be able to see it. */
export function mayWorkOn(worker: Worker, teamIds: readonly number[]): boolean {
  return worker.everywhere || teamIds.some((team) => team > 0 && worker.teamIds.includes(team));
}
