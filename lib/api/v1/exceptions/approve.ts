import { ExceptionDecision, ExceptionDetail } from "@/lib/client/contract/exception";
import { decideException } from "@/lib/services/exception/decide";
import { operation } from "../../operation";
import { ExceptionParams, shownException } from "./get";

export const approveException = operation({
  id: "approveException",
  method: "POST",
  path: "/exceptions/{id}/approve",
  summary: "Approve a request: from now on it decides on all that it covers. Never one's own.",
  action: "exceptions.decide",
  input: { params: ExceptionParams, body: ExceptionDecision },
  output: ExceptionDetail,
  handler: async ({ actor, scope, input }) => {
    await decideException(actor, "approve", input.params.id, { note: input.body.note });
    return shownException(actor, input.params.id, scope);
  },
});
