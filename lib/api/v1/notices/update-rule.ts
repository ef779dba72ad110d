import { IdParam } from "@/lib/client/contract/admin";
import { RuleWrite } from "@/lib/client/contract/notice";
import { Done } from "@/lib/client/contract/session";
import { updateRule } from "@/lib/services/notice-rule/update";
import { operation } from "../../operation";

export const updateNoticeRule = operation({
  id: "updateNoticeRule",
  method: "PUT",
  path: "/notices/rules/{id}",
  summary: "Replace a rule of who gets what.",
  action: "session.own",
  input: { params: IdParam, body: RuleWrite },
  output: Done,
  handler: async ({ actor, input }) => {
    await updateRule(actor, input.params.id, input.body);
    return { done: true as const };
  },
});
