import { IdParam } from "@/lib/client/contract/admin";
import { Ticket } from "@/lib/client/contract/ticket";
import { getTicket as get } from "@/lib/queries/ticket/get";
import { hasRepository } from "@/lib/services/ticket/repository";
import { operation } from "../../operation";
import { presentTicket } from "../../present/ticket";

export const getTicket = operation({
  id: "getTicket",
  method: "GET",
  path: "/remediations/{id}/ticket",
  summary: "The issue of a remediation at its team's tracker, if it has one.",
  action: "findings.read",
  input: { params: IdParam },
  output: Ticket,
  handler: async ({ scope, input }) =>
    presentTicket(await get(scope, input.params.id), await hasRepository(input.params.id)),
});
