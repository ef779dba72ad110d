import { ExceptionDecision, ExceptionDetail } from "@/lib/client/contract/exception";
import { decideException } from "@/lib/services/exception/decide";
import { operation } from "../../operation";
import { ExceptionParams, shownException } from "./get";

export const revokeException = operation({
  id: "revokeException",
  method: "POST",
  path: "/exceptions/{id}/revoke",
  summary: "End an exception that is in force: what it decided on is open again.",
  action: "exceptions.decide",
  input: { params: ExceptionParams, body: ExceptionDecision },
  output: ExceptionDetail,
  handler: async ({ actor, scope, input }) => {
    await decideException(actor, "revoke", input.params.id, { note: input.body.note });
    return shownException(actor, input.params.id, scope);
  },
});
