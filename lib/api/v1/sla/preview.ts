import { SlaPolicyBody, SlaPreview } from "@/lib/client/contract/sla";
import { previewSla as preview } from "@/lib/services/sla/preview";
import { operation } from "../../operation";

export const previewSla = operation({
  id: "previewSla",
  method: "POST",
  path: "/sla/preview",
  summary: "What other days to remediate would change: due dates that move, and what would be breached.",
  action: "sla.write",
  input: { body: SlaPolicyBody },
  output: SlaPreview,
  handler: async ({ actor, input }) => preview(actor, input.body),
});
