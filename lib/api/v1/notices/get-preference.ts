import { OwnPreference } from "@/lib/client/contract/notice";
import { readPreference } from "@/lib/services/notice/preference";
import { operation } from "../../operation";

export const getNoticePreference = operation({
  id: "getNoticePreference",
  method: "GET",
  path: "/notices/preference",
  summary: "What you are told, by which channel, and when your digest comes.",
  action: "session.own",
  output: OwnPreference,
  handler: ({ actor }) => readPreference(actor),
});
