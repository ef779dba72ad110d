import { z } from "zod";
import { Sources } from "@/lib/client/contract/source";
import { sourceMatrix } from "@/lib/queries/source/matrix";
import { operation } from "../../operation";
import { presentSources } from "../../present/source";

export const listSources = operation({
  id: "listSources",
  method: "GET",
  path: "/sources",
  summary: "Which tools speak of which cluster, when they last did, and which areas nothing has assessed.",
  action: "posture.read",
  input: { query: z.object({ environment: z.string().max(100).optional() }) },
  output: Sources,
  handler: async ({ scope, input }) => presentSources(await sourceMatrix(scope, input.query)),
});
