import { randomBytes } from "node:crypto";
import type { Pool } from "pg";
import type { Actor } from "@/lib/authz/actor";
import { createCluster } from "@/lib/services/cluster/create";
import { createRule as createNoticeRule } from "@/lib/services/notice-rule/create";
import { createRule } from "@/lib/services/ownership/create";
import { createTeam } from "@/lib/services/team/create";
import { setMember } from "@/lib/services/team/set-member";
import { createUser } from "@/lib/services/user/create";
import { clusters } from "../company/company";
import { noticeRules } from "../company/notices";
import { ownershipRules } from "../company/ownership";
import { people, teams } from "../company/people";

/** Makes teams, people, clusters and rules of ownership and notices, as far as an interrupted run has not made them. */
export async function seedCompany(pool: Pool, actor: Actor): Promise<void> {
  const there = async (sql: string) => new Set((await pool.query<{ key: string }>(sql)).rows.map(({ key }) => key));
  const knownTeams = await there("SELECT slug AS key FROM team");
  for (const team of teams) if (!knownTeams.has(team.slug)) await createTeam(actor, team);
  const knownPeople = await there(`SELECT email AS key FROM "user"`);
  for (const { email, name, role, password, team, lead } of people) {
    if (!knownPeople.has(email)) {
      await createUser(actor, { email, name, role, password: password ?? randomBytes(24).toString("base64url") });
    }
    if (team) await setMember(actor, team, { email, lead: lead ?? false });
  }
  const knownClusters = await there("SELECT slug AS key FROM cluster");
  for (const { slug, name, environment, criticality } of clusters) {
    if (!knownClusters.has(slug)) await createCluster(actor, { slug, name, environment, criticality });
  }
  const made = async (table: "ownership_rule" | "notification_rule") =>
    (await pool.query<{ n: number }>(`SELECT count(*)::int AS n FROM ${table}`)).rows[0]?.n ?? 0;
  for (const rule of ownershipRules.slice(await made("ownership_rule"))) await createRule(actor, rule);
  for (const rule of noticeRules.slice(await made("notification_rule"))) await createNoticeRule(actor, rule);
}
