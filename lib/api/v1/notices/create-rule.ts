import { Made, RuleWrite } from "@/lib/client/contract/notice";
import { createRule } from "@/lib/services/notice-rule/create";
import { operation } from "../../operation";
import { created } from "../../reply";

export const createNoticeRule = operation({
  id: "createNoticeRule",
  method: "POST",
  path: "/notices/rules",
  summary: "Say who gets what: admins for everybody and for endpoints, leads for their own team.",
  action: "session.own",
  input: { body: RuleWrite },
  output: Made,
  statuses: [201],
  handler: async ({ actor, input }) => created(await createRule(actor, input.body)),
});
