import { generalAbilities } from "@/lib/authz/abilities";
import { OwnershipRuleList } from "@/lib/client/contract/admin";
import { listRules } from "@/lib/services/ownership/list";
import { operation } from "../../operation";

export const listOwnershipRules = operation({
  id: "listOwnershipRules",
  method: "GET",
  path: "/ownership",
  summary: "Ownership rules in the order in which they are tried.",
  action: "ownership.read",
  output: OwnershipRuleList,
  handler: async ({ actor }) => ({
    items: await listRules(actor),
    abilities: generalAbilities(actor, ["ownership.write"]),
  }),
});
