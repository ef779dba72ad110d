import { NoticeRead, NoticeReadDone } from "@/lib/client/contract/notice";
import { markRead } from "@/lib/services/notice/mark-read";
import { operation } from "../../operation";

export const readNotices = operation({
  id: "readNotices",
  method: "POST",
  path: "/notices/read",
  summary: "Mark your own notices as read: those, or all.",
  action: "session.own",
  input: { body: NoticeRead },
  output: NoticeReadDone,
  handler: async ({ actor, input }) => ({ read: await markRead(actor, input.body.ids ?? null) }),
});
