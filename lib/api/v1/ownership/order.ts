import { generalAbilities } from "@/lib/authz/abilities";
import { OwnershipOrder, OwnershipRuleList } from "@/lib/client/contract/admin";
import { listRules } from "@/lib/services/ownership/list";
import { orderRules } from "@/lib/services/ownership/order";
import { operation } from "../../operation";

export const orderOwnershipRules = operation({
  id: "orderOwnershipRules",
  method: "PUT",
  path: "/ownership/order",
  summary: "Put all ownership rules in an order; findings move to their new owners in the background.",
  action: "ownership.write",
  input: { body: OwnershipOrder },
  output: OwnershipRuleList,
  handler: async ({ actor, input }) => {
    await orderRules(actor, input.body.ids);
    return { items: await listRules(actor), abilities: generalAbilities(actor, ["ownership.write"]) };
  },
});
