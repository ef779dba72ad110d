import { FindingDetail, FindingPatch } from "@/lib/client/contract/finding";
import { findingDetail } from "@/lib/queries/finding/detail";
import { triage } from "@/lib/services/finding/triage";
import { operation } from "../../operation";
import { presentFindingDetail } from "../../present/finding";
import { FindingParams } from "./get";

export const patchFinding = operation({
  id: "patchFinding",
  method: "PATCH",
  path: "/findings/{id}",
  summary: "Claim, assign or move a finding along.",
  action: "findings.triage",
  input: { params: FindingParams, body: FindingPatch },
  output: FindingDetail,
  handler: async ({ actor, scope, input }) => {
    await triage(actor, input.params.id, input.body);
    return presentFindingDetail(actor, await findingDetail(scope, input.params.id));
  },
});
