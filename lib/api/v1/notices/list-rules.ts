import { RuleList } from "@/lib/client/contract/notice";
import { listRules } from "@/lib/services/notice-rule/list";
import { operation } from "../../operation";

export const listNoticeRules = operation({
  id: "listNoticeRules",
  method: "GET",
  path: "/notices/rules",
  summary: "Who gets what: all rules for those who manage integrations, else those of your teams.",
  action: "session.own",
  output: RuleList,
  handler: ({ actor }) => listRules(actor),
});
