import { IdParam } from "@/lib/client/contract/admin";
import { RemediationCreated, RemediationItemsChange } from "@/lib/client/contract/remediation";
import { remediationDetail } from "@/lib/queries/remediation/detail";
import { changeItems } from "@/lib/services/remediation/items";
import { operation } from "../../operation";
import { presentRemediationDetail } from "../../present/remediation";

export const changeRemediationItems = operation({
  id: "changeRemediationItems",
  method: "POST",
  path: "/remediations/{id}/items",
  summary: "Add findings to a remediation, or take them out of it. What cannot be added is named.",
  action: "remediations.write",
  input: { params: IdParam, body: RemediationItemsChange },
  output: RemediationCreated,
  handler: async ({ actor, scope, input }) => {
    const { refused } = await changeItems(actor, input.params.id, input.body);
    return { remediation: presentRemediationDetail(actor, await remediationDetail(scope, input.params.id)), refused };
  },
});
