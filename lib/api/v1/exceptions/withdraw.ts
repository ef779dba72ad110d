import { ExceptionDecision, ExceptionDetail } from "@/lib/client/contract/exception";
import { decideException } from "@/lib/services/exception/decide";
import { operation } from "../../operation";
import { ExceptionParams, shownException } from "./get";

export const withdrawException = operation({
  id: "withdrawException",
  method: "POST",
  path: "/exceptions/{id}/withdraw",
  summary: "Take back a request of one's own.",
  action: "exceptions.request",
  input: { params: ExceptionParams, body: ExceptionDecision },
  output: ExceptionDetail,
  handler: async ({ actor, scope, input }) => {
    await decideException(actor, "withdraw", input.params.id, { note: input.body.note });
    return shownException(actor, input.params.id, scope);
  },
});
