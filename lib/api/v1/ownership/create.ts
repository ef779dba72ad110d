import { OwnershipRuleRow, OwnershipRuleWrite } from "@/lib/client/contract/admin";
import { createRule } from "@/lib/services/ownership/create";
import { listRules } from "@/lib/services/ownership/list";
import { operation } from "../../operation";
import { created } from "../../reply";
import { one } from "../one";

export const createOwnershipRule = operation({
  id: "createOwnershipRule",
  method: "POST",
  path: "/ownership",
  summary: "Add an ownership rule; findings move to their new owners in the background.",
  action: "ownership.write",
  input: { body: OwnershipRuleWrite },
  output: OwnershipRuleRow,
  statuses: [201],
  handler: async ({ actor, input }) => {
    const { id } = await createRule(actor, input.body);
    return created(one(await listRules(actor, id)), `/api/v1/ownership/${id}`);
  },
});
