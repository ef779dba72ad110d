import { Overview } from "@/lib/client/contract/posture";
import { overview } from "@/lib/queries/posture/overview";
import { operation } from "../../operation";
import { presentOverview } from "../../present/posture";
import { PostureQuery } from "../posture/get";

export const getOverview = operation({
  id: "getOverview",
  method: "GET",
  path: "/overview",
  summary:
    "What the overview shows: sentences, posture by cluster, worst assets, newest critical findings, what is unknown.",
  action: "posture.read",
  input: { query: PostureQuery.omit({ by: true }) },
  output: Overview,
  handler: async ({ scope, input }) => {
    const { asOf, ...filter } = input.query;
    return presentOverview(await overview(scope, filter, asOf));
  },
});
