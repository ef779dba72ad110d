import { RemediationCreate, RemediationCreated } from "@/lib/client/contract/remediation";
import { remediationDetail } from "@/lib/queries/remediation/detail";
import { createRemediation as create } from "@/lib/services/remediation/create";
import { operation } from "../../operation";
import { presentRemediationDetail } from "../../present/remediation";
import { created } from "../../reply";

export const createRemediation = operation({
  id: "createRemediation",
  method: "POST",
  path: "/remediations",
  summary:
    "Plan a fix for a team: of a fix, of these findings, or of all that match a filter. What cannot be planned is named.",
  action: "remediations.write",
  input: { body: RemediationCreate },
  output: RemediationCreated,
  statuses: [201],
  handler: async ({ actor, scope, input }) => {
    const { id, refused } = await create(actor, input.body);
    const remediation = presentRemediationDetail(actor, await remediationDetail(scope, id));
    return created({ remediation, refused }, `/api/v1/remediations/${id}`);
  },
});
