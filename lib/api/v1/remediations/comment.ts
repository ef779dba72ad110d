import { IdParam } from "@/lib/client/contract/admin";
import { RemediationComment, RemediationDetail } from "@/lib/client/contract/remediation";
import { remediationDetail } from "@/lib/queries/remediation/detail";
import { commentRemediation as comment } from "@/lib/services/remediation/comment";
import { operation } from "../../operation";
import { presentRemediationDetail } from "../../present/remediation";

export const commentRemediation = operation({
  id: "commentRemediation",
  method: "POST",
  path: "/remediations/{id}/comments",
  summary: "Say something about a remediation; whoever may see it can be mentioned and is told.",
  action: "remediations.write",
  input: { params: IdParam, body: RemediationComment },
  output: RemediationDetail,
  rate: { name: "comments", max: 60, seconds: 60 },
  handler: async ({ actor, scope, input }) => {
    await comment(actor, input.params.id, input.body);
    return presentRemediationDetail(actor, await remediationDetail(scope, input.params.id));
  },
});
