import { OwnershipChange, OwnershipPreview } from "@/lib/client/contract/admin";
import { previewRules } from "@/lib/services/ownership/preview";
import { operation } from "../../operation";

export const previewOwnership = operation({
  id: "previewOwnership",
  method: "POST",
  path: "/ownership/preview",
  summary:
    "What a change of the ownership rules would do: assets that change owner, and findings that move. Changes nothing.",
  action: "ownership.write",
  input: { body: OwnershipChange },
  output: OwnershipPreview,
  handler: async ({ actor, input }) => previewRules(actor, input.body),
});
