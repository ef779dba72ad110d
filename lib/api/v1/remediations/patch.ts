import { IdParam } from "@/lib/client/contract/admin";
import { RemediationDetail, RemediationPatch } from "@/lib/client/contract/remediation";
import { remediationDetail } from "@/lib/queries/remediation/detail";
import { patchRemediation as patch } from "@/lib/services/remediation/patch";
import { operation } from "../../operation";
import { presentRemediationDetail } from "../../present/remediation";

export const patchRemediation = operation({
  id: "patchRemediation",
  method: "PATCH",
  path: "/remediations/{id}",
  summary: "Give a remediation to somebody or to another team, or change its title or due date.",
  action: "remediations.write",
  input: { params: IdParam, body: RemediationPatch },
  output: RemediationDetail,
  handler: async ({ actor, scope, input }) => {
    await patch(actor, input.params.id, input.body);
    return presentRemediationDetail(actor, await remediationDetail(scope, input.params.id));
  },
});
