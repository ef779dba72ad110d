import { z } from "zod";
import { FixDetail } from "@/lib/client/contract/fix";
import { fixDetail } from "@/lib/queries/fix/detail";
import { operation } from "../../operation";
import { presentFixDetail } from "../../present/fixes";

export const getFix = operation({
  id: "getFix",
  method: "GET",
  path: "/fixes/{id}",
  summary: "One fix: what to do, what it touches, and what becomes of points and scores when it is done.",
  action: "findings.read",
  input: { params: z.object({ id: z.string().max(20) }) },
  output: FixDetail,
  handler: async ({ actor, scope, input }) => presentFixDetail(actor, await fixDetail(scope, input.params.id)),
});
