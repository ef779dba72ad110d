import { ExceptionsDecided, ExceptionsUndo } from "@/lib/client/contract/exception";
import { undoDecision } from "@/lib/services/exception/undo";
import { operation } from "../../operation";
import { eachById } from "./each";

export const undoExceptions = operation({
  id: "undoExceptions",
  method: "POST",
  path: "/exceptions/undo",
  summary:
    "Take back one's own approvals or rejections, within an hour: each waits again, unless something changed since.",
  action: "exceptions.decide",
  input: { body: ExceptionsUndo },
  output: ExceptionsDecided,
  handler: ({ actor, input }) => eachById(input.body.ids, (id) => undoDecision(actor, id)),
});
