import { IdParam } from "@/lib/client/contract/admin";
import { Done } from "@/lib/client/contract/session";
import { removeRule } from "@/lib/services/notice-rule/remove";
import { operation } from "../../operation";

export const removeNoticeRule = operation({
  id: "removeNoticeRule",
  method: "DELETE",
  path: "/notices/rules/{id}",
  summary: "Remove a rule of who gets what.",
  action: "session.own",
  input: { params: IdParam },
  output: Done,
  handler: async ({ actor, input }) => {
    await removeRule(actor, input.params.id);
    return { done: true as const };
  },
});
