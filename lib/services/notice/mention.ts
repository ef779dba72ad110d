import type { PoolClient } from "pg";
import { mentionsIn } from "@/lib/domain/notice/mentions";
import { raise } from "./raise";

interface Mention {
  /** What was written; it is not passed on. */
  text: string;
  /** What it is about: `finding:12`. */
  subject: string;
  /** Teams whose readers may know of it. */
  teamIds: readonly number[];
  actorId: number | null;
  /** Name of what it is about, and of whoever writes. */
  title: string;
  by: string;
  at?: Date;
}

/**
 * Tells those whom a text mentions, by e-mail address or by the part of it before the @ where only one person has that.
 * Who may not see what it is about is not told.
 */
export async function raiseMentions(client: PoolClient, { text, title, by, ...about }: Mention): Promise<void> {
  const names = mentionsIn(text);
  if (names.length === 0) return;
  const { rows } = await client.query<{ id: number }>(
    `SELECT min(u.id) AS id FROM unnest($1::text[]) n JOIN "user" u ON u.email = n OR split_part(u.email, '@', 1) = n
     WHERE u.disabled_at IS NULL GROUP BY n HAVING count(*) = 1`,
    [names],
  );
  if (rows.length === 0) return;
  await raise(client, { kind: "mention", ...about, userIds: rows.map(({ id }) => id), data: { title, by } });
}
