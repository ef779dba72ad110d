import { ExceptionDecision, ExceptionDetail } from "@/lib/client/contract/exception";
import { decideException } from "@/lib/services/exception/decide";
import { operation } from "../../operation";
import { ExceptionParams, shownException } from "./get";

export const rejectException = operation({
  id: "rejectException",
  method: "POST",
  path: "/exceptions/{id}/reject",
  summary: "Refuse a request. Never one's own.",
  action: "exceptions.decide",
  input: { params: ExceptionParams, body: ExceptionDecision },
  output: ExceptionDetail,
  handler: async ({ actor, scope, input }) => {
    await decideException(actor, "reject", input.params.id, { note: input.body.note });
    return shownException(actor, input.params.id, scope);
  },
});
