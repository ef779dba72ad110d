import { IdParam } from "@/lib/client/contract/admin";
import { Ticket } from "@/lib/client/contract/ticket";
import { getTicket } from "@/lib/queries/ticket/get";
import { planTicket as plan } from "@/lib/services/ticket/plan";
import { operation } from "../../operation";
import { presentTicket } from "../../present/ticket";

export const planTicket = operation({
  id: "planTicket",
  method: "POST",
  path: "/remediations/{id}/ticket",
  summary: "Have an issue made for a remediation in the repository of its team; it follows from then on.",
  action: "remediations.write",
  input: { params: IdParam },
  output: Ticket,
  handler: async ({ actor, scope, input }) => {
    await plan(actor, input.params.id);
    return presentTicket(await getTicket(scope, input.params.id), true);
  },
});
