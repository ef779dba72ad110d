import { OwnPreference, Preference } from "@/lib/client/contract/notice";
import { readPreference, setPreference } from "@/lib/services/notice/preference";
import { operation } from "../../operation";

export const putNoticePreference = operation({
  id: "putNoticePreference",
  method: "PUT",
  path: "/notices/preference",
  summary: "Choose what you are told. What nobody can mute is told all the same.",
  action: "session.own",
  input: { body: Preference },
  output: OwnPreference,
  handler: async ({ actor, input }) => {
    await setPreference(actor, input.body);
    return readPreference(actor);
  },
});
