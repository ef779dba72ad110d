import type { UserActor } from "@/lib/authz/actor";
import { pool } from "@/lib/db/pool";
import { type Role, roles } from "@/lib/domain/vocabulary";
import { digest, randomSecret } from "../session/secret";

/** A person with a session, made directly in the database; `secret` is what the browser's cookie would carry. */
export interface Person {
  id: number;
  email: string;
  secret: string;
  actor: UserActor;
}

interface Membership {
  team: number;
  lead?: boolean;
}

let made = 0;

export async function makePerson(role: Role, memberships: readonly Membership[] = []): Promise<Person> {
  const email = `${role}-${++made}@example.org`;
  const { rows } = await pool().query<{ id: number }>(
    `INSERT INTO "user" (email, name, role) VALUES ($1, $2, $3) RETURNING id`,
    [email, `${role} ${made}`, roles.code(role)],
  );
  const id = rows[0]?.id ?? 0;
  for (const { team, lead = false } of memberships) {
    await pool().query("INSERT INTO membership (user_id, team_id, lead) VALUES ($1, $2, $3)", [id, team, lead]);
  }
  const secret = randomSecret();
  await pool().query("INSERT INTO session (id, user_id, expires_at) VALUES ($1, $2, now() + interval '1 day')", [
    digest(secret),
    id,
  ]);
  const actor: UserActor = {
    kind: "user",
    id,
    name: `${role} ${made}`,
    email,
    role,
    teamIds: memberships.map(({ team }) => team),
    leadOf: memberships.filter(({ lead }) => lead).map(({ team }) => team),
    sessionId: digest(secret),
  };
  return { id, email, secret, actor };
}

export async function makeTeam(slug: string): Promise<number> {
  const { rows } = await pool().query<{ id: number }>("INSERT INTO team (slug, name) VALUES ($1, $1) RETURNING id", [
    slug,
  ]);
  return rows[0]?.id ?? 0;
}

/** Code of the refusal that `work` ends in; "none" when it succeeds. Any other error is thrown on. */
export async function refusalOf(work: Promise<unknown>): Promise<string> {
  try {
    await work;
    return "none";
  } catch (error) {
    if (error instanceof Error && "code" in error && error.name === "Refusal") return String(error.code);
    throw error;
  }
}
