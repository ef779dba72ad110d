import { IdParam, OwnershipRuleRow, OwnershipRuleWrite } from "@/lib/client/contract/admin";
import { listRules } from "@/lib/services/ownership/list";
import { updateRule } from "@/lib/services/ownership/update";
import { operation } from "../../operation";
import { one } from "../one";

export const updateOwnershipRule = operation({
  id: "updateOwnershipRule",
  method: "PUT",
  path: "/ownership/{id}",
  summary: "Replace an ownership rule.",
  action: "ownership.write",
  input: { params: IdParam, body: OwnershipRuleWrite },
  output: OwnershipRuleRow,
  handler: async ({ actor, input }) => {
    await updateRule(actor, input.params.id, input.body);
    return one(await listRules(actor, input.params.id));
  },
});
