import { z } from "zod";
import { SourceTargets } from "@/lib/client/contract/source";
import { sourceTargets } from "@/lib/queries/source/targets";
import { operation } from "../../operation";
import { presentTargets } from "../../present/source";

export const getSource = operation({
  id: "getSource",
  method: "GET",
  path: "/sources/{cluster}/{tool}",
  summary: "What a tool has spoken of in a cluster, the longest unheard first, and its last failed upload.",
  action: "posture.read",
  input: { params: z.object({ cluster: z.string().max(100), tool: z.string().max(100) }) },
  output: SourceTargets,
  handler: async ({ scope, input }) =>
    presentTargets(await sourceTargets(scope, input.params.cluster, input.params.tool)),
});
