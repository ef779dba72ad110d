import type { PoolClient } from "pg";
import { notFound } from "@/lib/authz/refusal";
import { type Role, roles } from "@/lib/domain/vocabulary";

export interface LockedUser {
  id: number;
  email: string;
  name: string;
  role: Role;
  disabled: boolean;
}

/** The user, locked against other writers until the end of the transaction. Throws `not_found`. */
export async function lockUser(client: PoolClient, id: number): Promise<LockedUser> {
  const { rows } = await client.query<{ email: string; name: string; role: number; disabled: boolean }>(
    `SELECT email, name, role, disabled_at IS NOT NULL AS disabled FROM "user" WHERE id = $1 FOR UPDATE`,
    [id],
  );
  const row = rows[0];
  if (!row) throw notFound("This user");
  return { id, email: row.email, name: row.name, role: roles.word(row.role), disabled: row.disabled };
}
