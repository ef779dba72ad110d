import { IdParam } from "@/lib/client/contract/admin";
import { RemediationDetail, RemediationMove } from "@/lib/client/contract/remediation";
import { remediationDetail } from "@/lib/queries/remediation/detail";
import { moveRemediation } from "@/lib/services/remediation/move";
import { operation } from "../../operation";
import { presentRemediationDetail } from "../../present/remediation";

export const transitionRemediation = operation({
  id: "transitionRemediation",
  method: "POST",
  path: "/remediations/{id}/transition",
  summary: "Take a remediation a step further; 409 where that is no step for people, or somebody was faster.",
  action: "remediations.write",
  input: { params: IdParam, body: RemediationMove },
  output: RemediationDetail,
  handler: async ({ actor, scope, input }) => {
    await moveRemediation(actor, input.params.id, input.body);
    return presentRemediationDetail(actor, await remediationDetail(scope, input.params.id));
  },
});
