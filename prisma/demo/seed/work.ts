import type { Pool } from "pg";
import type { UserActor } from "@/lib/authz/actor";
import { fixStates, type Role, roles, states, type Work } from "@/lib/domain/vocabulary";
import { type TriageChange, triage } from "@/lib/services/finding/triage";

/** What people have begun to do: so many of the worst findings that their team can fix. */
interface Task {
  who: string;
  team: string;
  most: number;
  change: { work: Work; assignee: "me" | string | null };
  /** Only findings of this rule. */
  rule?: string;
}

const at = (name: string) => `${name}@northgate.example`;

const tasks: Task[] = [
  {
    who: at("c.dubois"),
    team: "web",
    most: 6,
    change: { work: "in_progress", assignee: "me" },
    rule: "CVE-2025-55182",
  },
  { who: at("devops"), team: "checkout", most: 4, change: { work: "in_progress", assignee: "me" } },
  { who: at("devops"), team: "checkout", most: 2, change: { work: "awaiting_verification", assignee: "me" } },
  { who: at("devops"), team: "checkout", most: 3, change: { work: "todo", assignee: at("l.fischer") } },
  { who: at("j.berg"), team: "payments", most: 3, change: { work: "in_progress", assignee: "me" } },
  { who: at("a.tanaka"), team: "data", most: 5, change: { work: "in_progress", assignee: "me" } },
  { who: at("s.okafor"), team: "platform", most: 2, change: { work: "in_progress", assignee: "me" } },
  { who: at("s.okafor"), team: "platform", most: 1, change: { work: "awaiting_verification", assignee: "me" } },
];

/** Lets the demo's people claim findings, through the same service as the screens. Once: where some work, all do. */
export async function seedWork(pool: Pool): Promise<void> {
  const { rowCount } = await pool.query("SELECT 1 FROM finding WHERE assignee_id IS NOT NULL LIMIT 1");
  if (rowCount) return;
  for (const { who, team, most, change, rule } of tasks) {
    const actor = await actorOf(pool, who);
    const assignee = change.assignee?.includes("@") ? (await actorOf(pool, change.assignee)).id : change.assignee;
    const { rows } = await pool.query<{ id: string }>(
      `SELECT f.id::text FROM finding f JOIN team t ON t.id = f.fix_team_id JOIN rule r ON r.id = f.rule_id
         JOIN subject s ON s.id = f.subject_id
       WHERE t.slug = $1 AND f.state = $2 AND f.assignee_id IS NULL AND f.severity >= 3 AND f.fix_state = $5 AND ($3::text IS NULL OR r.code = $3)
       ORDER BY f.points DESC, r.code, s.key, f.place_id LIMIT $4`,
      [team, states.code("open"), rule ?? null, most, fixStates.code("available")],
    );
    for (const { id } of rows) await triage(actor, id, { work: change.work, assignee } as TriageChange);
  }
}

async function actorOf(pool: Pool, email: string): Promise<UserActor> {
  const { rows } = await pool.query<{ id: number; name: string; role: number; teams: number[]; leads: number[] }>(
    `SELECT u.id, u.name, u.role, coalesce(array_agg(m.team_id) FILTER (WHERE m.team_id IS NOT NULL), '{}') AS teams,
       coalesce(array_agg(m.team_id) FILTER (WHERE m.lead), '{}') AS leads
     FROM "user" u LEFT JOIN membership m ON m.user_id = u.id WHERE u.email = $1 GROUP BY u.id`,
    [email],
  );
  const row = rows[0];
  if (!row) throw new Error(`no user ${email}`);
  const role: Role = roles.word(row.role);
  return {
    kind: "user",
    id: row.id,
    name: row.name,
    email,
    role,
    teamIds: row.teams,
    leadOf: row.leads,
    sessionId: null,
  };
}
