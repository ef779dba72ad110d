import type { PoolClient } from "pg";
import type { NoticeKind } from "@/lib/domain/notice/kinds";
import type { NoticePerson } from "@/lib/domain/notice/recipients";
import type { NoticeRule, Preference, Timing } from "@/lib/domain/notice/rules";
import { roles, severities } from "@/lib/domain/vocabulary";

export interface Recipient extends NoticePerson {
  readonly name: string;
  readonly email: string;
}

/** Everybody who can sign in, by id. */
export async function loadRecipients(client: PoolClient): Promise<Recipient[]> {
  const { rows } = await client.query<{ id: number; name: string; email: string; role: number; teams: number[] }>(
    `SELECT u.id, u.name, u.email, u.role, coalesce(array_agg(m.team_id) FILTER (WHERE m.team_id IS NOT NULL), '{}') AS teams
     FROM "user" u LEFT JOIN membership m ON m.user_id = u.id WHERE u.disabled_at IS NULL GROUP BY u.id ORDER BY u.id`,
  );
  return rows.map(({ role, teams, ...row }) => ({ ...row, role: roles.word(role), teamIds: teams }));
}

interface RuleRecord {
  id: number;
  role: number | null;
  teamId: number | null;
  userId: number | null;
  integrationId: number | null;
  kinds: NoticeKind[];
  minSeverity: number;
  timing: Timing;
  hour: number;
  weekday: number;
  timeZone: string;
  email: boolean;
}

/** Every rule whose endpoint, where it has one, is switched on; the oldest first. */
export async function loadRules(client: PoolClient): Promise<NoticeRule[]> {
  const { rows } = await client.query<RuleRecord>(
    `SELECT r.id, r.role, r.team_id AS "teamId", r.user_id AS "userId", r.integration_id AS "integrationId", r.kinds,
       r.min_severity AS "minSeverity", r.timing, r.hour, r.weekday, r.time_zone AS "timeZone", r.email
     FROM notification_rule r LEFT JOIN integration i ON i.id = r.integration_id
     WHERE r.integration_id IS NULL OR i.disabled_at IS NULL ORDER BY r.id`,
  );
  return rows.map(({ role, minSeverity, ...row }) => ({
    ...row,
    role: role === null ? null : roles.word(role),
    minSeverity: severities.word(minSeverity),
  }));
}

/** What people chose for themselves, by their ids. */
export async function loadPreferences(client: PoolClient, userId?: number): Promise<Map<number, Preference>> {
  const { rows } = await client.query<Omit<Preference, "minSeverity"> & { userId: number; minSeverity: number }>(
    `SELECT user_id AS "userId", muted, email, min_severity AS "minSeverity", digest, hour, weekday, time_zone AS "timeZone"
     FROM notice_preference WHERE $1::int IS NULL OR user_id = $1`,
    [userId ?? null],
  );
  return new Map(
    rows.map(({ userId, minSeverity, ...row }) => [userId, { ...row, minSeverity: severities.word(minSeverity) }]),
  );
}
