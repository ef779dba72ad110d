import { CommentBody, FindingDetail } from "@/lib/client/contract/finding";
import { findingDetail } from "@/lib/queries/finding/detail";
import { comment } from "@/lib/services/finding/comment";
import { operation } from "../../operation";
import { presentFindingDetail } from "../../present/finding";
import { FindingParams } from "./get";

export const commentFinding = operation({
  id: "commentFinding",
  method: "POST",
  path: "/findings/{id}/comments",
  summary: "Say something about a finding, for all who may see it.",
  action: "findings.triage",
  input: { params: FindingParams, body: CommentBody },
  output: FindingDetail,
  rate: { name: "comments", max: 60, seconds: 60 },
  handler: async ({ actor, scope, input }) => {
    await comment(actor, input.params.id, input.body.text);
    return presentFindingDetail(actor, await findingDetail(scope, input.params.id));
  },
});
