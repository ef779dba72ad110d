import type { PoolClient } from "pg";
import type { Actor } from "@/lib/authz/actor";
import { forbidden, invalid } from "@/lib/authz/refusal";
import type { RuleWrite } from "@/lib/client/contract/notice";
import { roles, severities } from "@/lib/domain/vocabulary";
import { write } from "../audit/write";
import { mayRule } from "./list";

/**
 * Says who gets what. Admins for a role, a person, everybody or an endpoint; leads for their own team. Throws forbidden,
 * invalid.
 */
export async function createRule(actor: Actor, rule: RuleWrite): Promise<{ id: number }> {
  // Asked before anything is looked up, so that nobody learns which teams there are.
  if (!rule.team && !mayRule(actor, null)) throw forbidden();
  return write(actor, async (client, note) => {
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
    const { rows } = await client.query<{ id: number }>(
      `INSERT INTO notification_rule (role, team_id, user_id, integration_id, kinds, min_severity, timing, hour, weekday, time_zone, email)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) RETURNING id`,
      [
        ...[rule.role ? roles.code(rule.role) : null, teamId, rule.userId ?? null, rule.integrationId ?? null],
        ...[
          rule.kinds,
          severities.code(rule.minSeverity),
          rule.timing,
          rule.hour,
          rule.weekday,
          rule.timeZone,
          rule.email,
        ],
      ],
    );
    const id = rows[0]?.id ?? 0;
    note({ action: "notices.rule_create", target: `notification_rule:${id}`, detail: { ...rule } });
    return { id };
  });
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
