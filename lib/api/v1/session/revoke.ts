import { z } from "zod";
import { Done } from "@/lib/client/contract/session";
import { revokeSession } from "@/lib/services/session/revoke";
import { operation } from "../../operation";
import { personOf } from "../../person";

export const revokeOwnSession = operation({
  id: "revokeOwnSession",
  method: "DELETE",
  path: "/session/list/{id}",
  summary: "Sign one of the person's browsers out, at once.",
  action: "session.own",
  input: { params: z.object({ id: z.string().regex(/^[0-9a-f]{64}$/) }) },
  output: Done,
  handler: async ({ actor, input }) => {
    await revokeSession(personOf(actor), input.params.id);
    return { done: true as const };
  },
});
