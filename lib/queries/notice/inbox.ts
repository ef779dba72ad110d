import type { Scope } from "@/lib/authz/scope";
import { reading } from "@/lib/db/read";
import { type BoundedCount, bounded } from "../bounded";

export interface NoticeRecord {
  id: string;
  kind: string;
  at: Date;
  subject: string;
  severity: number | null;
  data: Record<string, unknown>;
  readAt: Date | null;
}

export interface Inbox {
  rows: NoticeRecord[];
  more: boolean;
  unread: BoundedCount;
}

/** As many unread ones are counted; beyond that the number says nothing to anybody. */
const MOST_UNREAD = 99;

/** Own notices, the newest first; what concerns teams that the reader has left is left out. */
export async function inbox(
  scope: Scope,
  { before, unread, limit }: { before?: string; unread: boolean; limit: number },
): Promise<Inbox> {
  const teams = scope.teams === "*" ? null : scope.teams;
  const mine = "n.user_id = $1 AND ($2::int[] IS NULL OR n.team_ids = '{}' OR n.team_ids && $2::int[])";
  return reading(scope, async (run) => {
    const rows = await run<NoticeRecord>({
      text: `SELECT n.id::text, e.kind, n.at, e.subject, e.severity, e.data, n.read_at AS "readAt"
        FROM notice n JOIN notice_event e ON e.id = n.event_id
        WHERE ${mine} AND n.id < coalesce($3::bigint, 9223372036854775807) ${unread ? "AND n.read_at IS NULL" : ""} ORDER BY n.id DESC LIMIT $4`,
      values: [scope.userId, teams, before ?? null, limit + 1],
    });
    const [count] = await run<{ value: number }>({
      name: "notices-unread",
      text: `SELECT count(*)::int AS value FROM (SELECT 1 FROM notice n WHERE ${mine} AND n.read_at IS NULL LIMIT ${MOST_UNREAD + 1}) u`,
      values: [scope.userId, teams],
    });
    return {
      rows: rows.slice(0, limit),
      more: rows.length > limit,
      unread: bounded(count?.value ?? 0, MOST_UNREAD),
    };
  });
}
