import { SlaPolicyBody, SlaState } from "@/lib/client/contract/sla";
import { getSla } from "@/lib/services/sla/get";
import { saveSla as save } from "@/lib/services/sla/save";
import { operation } from "../../operation";

export const saveSla = operation({
  id: "saveSla",
  method: "PUT",
  path: "/sla",
  summary: "Replace the days to remediate; due dates follow in the background.",
  action: "sla.write",
  input: { body: SlaPolicyBody },
  output: SlaState,
  handler: async ({ actor, input }) => {
    await save(actor, input.body);
    return getSla(actor);
  },
});
