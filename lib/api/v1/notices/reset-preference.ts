import { OwnPreference } from "@/lib/client/contract/notice";
import { readPreference, resetPreference } from "@/lib/services/notice/preference";
import { operation } from "../../operation";

export const resetNoticePreference = operation({
  id: "resetNoticePreference",
  method: "DELETE",
  path: "/notices/preference",
  summary: "Go back to what holds for those who chose nothing.",
  action: "session.own",
  output: OwnPreference,
  handler: async ({ actor }) => {
    await resetPreference(actor);
    return readPreference(actor);
  },
});
