import type { Actor } from "@/lib/authz/actor";
import { authorize, can } from "@/lib/authz/can";
import { type Scope, scopeOf } from "@/lib/authz/scope";
import type { RuleList, RuleRow } from "@/lib/client/contract/notice";
import { pool } from "@/lib/db/pool";
import type { NoticeKind } from "@/lib/domain/notice/kinds";
import type { Timing } from "@/lib/domain/notice/rules";
import { roles, severities } from "@/lib/domain/vocabulary";

interface Row {
  id: number;
  role: number | null;
  team: { id: number; slug: string; name: string } | null;
  user: { id: number; name: string } | null;
  integration: { id: number; name: string; kind: string } | null;
  kinds: NoticeKind[];
  minSeverity: number;
  timing: Timing;
  hour: number;
  weekday: number;
  timeZone: string;
  email: boolean;
}

/** May the actor make or remove rules for this team; null: for anybody else than one team? */
export function mayRule(actor: Actor, teamId: number | null): boolean {
  if (can(actor, "integrations.manage")) return true;
  return teamId !== null && can(actor, "members.manage", { teamIds: [teamId] });
}

/** Rules of the installation that concern the reader: all for those who manage integrations, else those of own teams. */
export async function listRules(actor: Actor): Promise<RuleList> {
  authorize(actor, "session.own");
  const scope: Scope = scopeOf(actor);
  const all = can(actor, "integrations.manage");
  const teams = actor.kind === "user" ? actor.teamIds : [];
  const { rows } = await pool().query<Row>(
    `SELECT r.id, r.role, r.kinds, r.min_severity AS "minSeverity", r.timing, r.hour, r.weekday, r.time_zone AS "timeZone", r.email,
       CASE WHEN t.id IS NOT NULL THEN json_build_object('id', t.id, 'slug', t.slug, 'name', t.name) END AS team,
       CASE WHEN u.id IS NOT NULL THEN json_build_object('id', u.id, 'name', u.name) END AS "user",
       CASE WHEN i.id IS NOT NULL THEN json_build_object('id', i.id, 'name', i.name, 'kind', i.kind) END AS integration
     FROM notification_rule r LEFT JOIN team t ON t.id = r.team_id LEFT JOIN "user" u ON u.id = r.user_id
     LEFT JOIN integration i ON i.id = r.integration_id
     WHERE $1 OR r.team_id = ANY ($2::int[]) ORDER BY r.id LIMIT 500`,
    [all, teams],
  );
  const named = await pool().query<{ id: number; slug: string; name: string }>(
    "SELECT id, slug, name FROM team WHERE $1::int[] IS NULL OR id = ANY ($1) ORDER BY name",
    [scope.teams === "*" ? null : scope.teams],
  );
  const endpoints = await pool().query<{ id: number; name: string; kind: string }>(
    "SELECT id, name, kind FROM integration WHERE $1 AND kind IN ('slack', 'webhook') ORDER BY name",
    [all],
  );
  return {
    items: rows.map((row) => present(actor, row)),
    may: {
      all,
      teams: named.rows.filter(({ id }) => mayRule(actor, id)).map(({ slug, name }) => ({ slug, name })),
      integrations: endpoints.rows,
    },
  };
}

function present(actor: Actor, { team, role, minSeverity, ...row }: Row): RuleRow {
  // A lead may not touch what an admin has bound to an endpoint.
  const may = mayRule(actor, row.integration || row.user ? null : (team?.id ?? null));
  return {
    ...row,
    role: role === null ? null : roles.word(role),
    team: team && { slug: team.slug, name: team.name },
    minSeverity: severities.word(minSeverity),
    abilities: { update: may, remove: may },
  };
}
