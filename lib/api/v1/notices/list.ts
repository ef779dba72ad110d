import { NoticePage, NoticeQuery } from "@/lib/client/contract/notice";
import { inbox } from "@/lib/queries/notice/inbox";
import { operation } from "../../operation";
import { presentNotice } from "../../present/notice";

export const listNotices = operation({
  id: "listNotices",
  method: "GET",
  path: "/notices",
  summary: "Your own notices, the newest first, and how many are unread.",
  action: "session.own",
  input: { query: NoticeQuery },
  output: NoticePage,
  handler: async ({ scope, input }) => {
    const { cursor, unread, limit } = input.query;
    const page = await inbox(scope, { before: cursor, unread: unread === "1", limit });
    return {
      items: page.rows.map(presentNotice),
      nextCursor: page.more ? (page.rows.at(-1)?.id ?? null) : null,
      unread: page.unread,
    };
  },
});
