import type { PoolClient } from "pg";
import type { NoticeKind } from "@/lib/domain/notice/kinds";
import { type Severity, severities } from "@/lib/domain/vocabulary";

export type NoticeData = Readonly<Record<string, string | number | null | readonly number[]>>;

/** Something that people should hear of. */
export interface NoticeInput {
  kind: NoticeKind;
  /** What it is about: `finding:12`, `remediation:3`, `exception:4`, `report:9`, `user:7`, `rule:5`. */
  subject: string;
  /** When it happened; left out: now. */
  at?: Date;
  /** Who did it; nobody is told what they did themselves. */
  actorId?: number | null;
  /**
   * Teams whose readers may know of it: of a finding `[teamId, fixTeamId]`. For kinds that go to a team, also who is
   * told. Empty or left out: it is about no team, and goes to whom the kind or `userIds` name. 0 is ignored.
   */
  teamIds?: readonly number[];
  /** People whom it is addressed to: whoever is mentioned, assigned, has asked. Those who may not see it are left out. */
  userIds?: readonly (number | null)[];
  severity?: Severity | null;
  /**
   * Words for the message, short and without evidence: what the teams above may read. `title` heads it: name of the
   * rule, the remediation, the exception; `by`: who did it; `reason`: why; others are shown as they are named.
   */
  data?: NoticeData;
  /** Of what is told only once, however often it is raised: `exception-expiring:4:2026-12-01`. */
  key?: string;
}

const MOST_CHARACTERS = 300;

/**
 * Writes down that something happened, in the transaction of the event: it is told exactly when that commits. One row
 * and one job a transaction; who is told, and how, is worked out by the job.
 */
export async function raise(client: PoolClient, notice: NoticeInput): Promise<void> {
  const data = Object.fromEntries(
    Object.entries(notice.data ?? {}).map(([name, value]) => [
      name,
      typeof value === "string" ? value.slice(0, MOST_CHARACTERS) : value,
    ]),
  );
  await client.query({
    name: "notice-raise",
    text: `WITH raised AS (
        INSERT INTO notice_event (kind, at, subject, team_ids, user_ids, actor_id, severity, data, key)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (key) DO NOTHING RETURNING id)
      SELECT graphile_worker.add_job('dispatch-notices', '{}'::json, job_key => 'notices-' || txid_current()) FROM raised`,
    values: [
      notice.kind,
      notice.at ?? new Date(),
      notice.subject,
      [...new Set(notice.teamIds ?? [])].filter((team) => team > 0),
      [...new Set(notice.userIds ?? [])].filter((user) => user !== null),
      notice.actorId ?? null,
      notice.severity ? severities.code(notice.severity) : null,
      JSON.stringify(data),
      notice.key ?? null,
    ],
  });
}
