import { z } from "zod";
import { FindingDetail } from "@/lib/client/contract/finding";
import { findingDetail } from "@/lib/queries/finding/detail";
import { operation } from "../../operation";
import { presentFindingDetail } from "../../present/finding";

export const FindingParams = z.object({ id: z.string().max(20) });

export const getFinding = operation({
  id: "getFinding",
  method: "GET",
  path: "/findings/{id}",
  summary: "One finding: what it is, where, why it weighs what it weighs, what each tool says, and its history.",
  action: "findings.read",
  input: { params: FindingParams },
  output: FindingDetail,
  handler: async ({ actor, scope, input }) => presentFindingDetail(actor, await findingDetail(scope, input.params.id)),
});
