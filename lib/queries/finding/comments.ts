import type { Scope } from "@/lib/authz/scope";
import type { Run } from "@/lib/db/read";
import { lookUp } from "../names";

export interface CommentRecord {
  id: string;
  at: Date;
  /** null: their name is not within the reader's scope. */
  author: string | null;
  text: string;
}

const MOST = 500;

/** What people said about a finding, the oldest first; of very many the latest. Names within the scope only. */
export async function commentsOn(run: Run, scope: Scope, id: string): Promise<CommentRecord[]> {
  const rows = await run<Omit<CommentRecord, "author"> & { authorId: number | null }>({
    name: "finding-comments",
    text: `SELECT id::text, at, author_id AS "authorId", text FROM comment WHERE finding_id = $1::bigint
      ORDER BY at DESC, id DESC LIMIT ${MOST}`,
    values: [id],
  });
  const names = await lookUp(run, scope, { teams: [], places: [], users: rows.map((row) => row.authorId) });
  return rows
    .reverse()
    .map(({ authorId, ...row }) => ({ ...row, author: names.users.get(authorId ?? 0)?.name ?? null }));
}
