import type { PoolClient } from "pg";
import type { Actor } from "@/lib/authz/actor";
import { forbidden, invalid, notFound } from "@/lib/authz/refusal";
import type { RuleWrite } from "@/lib/client/contract/notice";
import { roles, severities } from "@/lib/domain/vocabulary";
import { mayRule } from "./list";

export const ruleColumns =
  "role, team_id, user_id, integration_id, kinds, min_severity, timing, hour, weekday, time_zone, email";

/** Values of a rule in the order of `ruleColumns`, if the actor may make one like it. Throws forbidden, invalid. */
export async function ruleValues(client: PoolClient, actor: Actor, rule: RuleWrite): Promise<unknown[]> {
  const teamId = rule.team ? await teamOf(client, actor, rule.team) : null;
  const onlyAdmins = rule.integrationId !== undefined || rule.userId !== undefined;
  if (!mayRule(actor, onlyAdmins ? null : teamId)) throw forbidden();
  if (rule.userId) await exists(client, `SELECT 1 FROM "user" WHERE id = $1`, rule.userId, "userId");
  if (rule.integrationId)
    await exists(
      client,
      "SELECT 1 FROM integration WHERE id = $1 AND kind IN ('slack', 'webhook')",
      rule.integrationId,
      "integrationId",
    );
  return [
    ...[rule.role ? roles.code(rule.role) : null, teamId, rule.userId ?? null, rule.integrationId ?? null],
    ...[rule.kinds, severities.code(rule.minSeverity), rule.timing, rule.hour, rule.weekday, rule.timeZone, rule.email],
  ];
}

/** Locks a rule. One that the actor may not change does not exist for them. Throws not_found. */
export async function holdRule(client: PoolClient, actor: Actor, id: number): Promise<void> {
  const { rows } = await client.query<{ team: number | null; bound: boolean }>(
    `SELECT team_id AS team, integration_id IS NOT NULL OR user_id IS NOT NULL AS bound FROM notification_rule WHERE id = $1 FOR UPDATE`,
    [id],
  );
  const [rule] = rows;
  if (!rule || !mayRule(actor, rule.bound ? null : rule.team)) throw notFound("This rule");
}

async function teamOf(client: PoolClient, actor: Actor, slug: string): Promise<number> {
  const { rows } = await client.query<{ id: number }>("SELECT id FROM team WHERE slug = $1", [slug]);
  if (!rows[0] && mayRule(actor, null)) throw invalid(`There is no team ${slug}.`, "body.team");
  if (!rows[0]) throw forbidden();
  return rows[0].id;
}

async function exists(client: PoolClient, query: string, id: number, field: string): Promise<void> {
  if (!(await client.query(query, [id])).rowCount) throw invalid("There is none with this number.", `body.${field}`);
}
