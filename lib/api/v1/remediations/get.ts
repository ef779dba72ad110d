import { IdParam } from "@/lib/client/contract/admin";
import { RemediationDetail } from "@/lib/client/contract/remediation";
import { remediationDetail } from "@/lib/queries/remediation/detail";
import { operation } from "../../operation";
import { presentRemediationDetail } from "../../present/remediation";

export const getRemediation = operation({
  id: "getRemediation",
  method: "GET",
  path: "/remediations/{id}",
  summary: "One remediation: how far it is, what may be done with it now, what was said about it, and its history.",
  action: "findings.read",
  input: { params: IdParam },
  output: RemediationDetail,
  handler: async ({ actor, scope, input }) =>
    presentRemediationDetail(actor, await remediationDetail(scope, input.params.id)),
});
