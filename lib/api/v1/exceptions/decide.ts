import { isRefusal } from "@/lib/authz/refusal";
import { ExceptionsDecide, ExceptionsDecided } from "@/lib/client/contract/exception";
import { decideException } from "@/lib/services/exception/decide";
import { operation } from "../../operation";

export const decideExceptions = operation({
  id: "decideExceptions",
  method: "POST",
  path: "/exceptions/decide",
  summary: "Approve or reject several requests; each by itself, so that one that cannot be does not hold up the rest.",
  action: "exceptions.decide",
  input: { body: ExceptionsDecide },
  output: ExceptionsDecided,
  handler: async ({ actor, input }) => {
    const { ids, decision, note } = input.body;
    const done: number[] = [];
    const failed: { id: number; reason: string }[] = [];
    for (const id of new Set(ids)) {
      try {
        await decideException(actor, decision, id, { note });
        done.push(id);
      } catch (error) {
        if (!isRefusal(error)) throw error;
        failed.push({ id, reason: error.message });
      }
    }
    return { done, failed };
  },
});
