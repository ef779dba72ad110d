import { ExceptionsDecide, ExceptionsDecided } from "@/lib/client/contract/exception";
import { decideException } from "@/lib/services/exception/decide";
import { operation } from "../../operation";
import { eachById } from "./each";

export const decideExceptions = operation({
  id: "decideExceptions",
  method: "POST",
  path: "/exceptions/decide",
  summary: "Approve or reject several requests; each by itself, so that one that cannot be does not hold up the rest.",
  action: "exceptions.decide",
  input: { body: ExceptionsDecide },
  output: ExceptionsDecided,
  handler: ({ actor, input }) => {
    const { ids, decision, note } = input.body;
    return eachById(ids, (id) => decideException(actor, decision, id, { note }));
  },
});
