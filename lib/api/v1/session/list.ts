import { z } from "zod";
import { SessionRow } from "@/lib/client/contract/session";
import { listSessions } from "@/lib/services/session/list";
import { operation } from "../../operation";
import { personOf } from "../../person";

export const listOwnSessions = operation({
  id: "listOwnSessions",
  method: "GET",
  path: "/session/list",
  summary: "The browsers in which the person is signed in.",
  action: "session.own",
  output: z.object({ items: z.array(SessionRow) }),
  handler: async ({ actor }) => ({ items: await listSessions(personOf(actor)) }),
});
