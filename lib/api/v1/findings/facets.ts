import { FindingFacets, FindingQuery } from "@/lib/client/contract/finding";
import { findingFacets } from "@/lib/queries/finding/facets";
import { operation } from "../../operation";

export const getFindingFacets = operation({
  id: "getFindingFacets",
  method: "GET",
  path: "/findings/facets",
  summary: "How many findings each filter value would show with the other filters as they are; bounded at 10,000.",
  action: "findings.read",
  input: { query: FindingQuery.omit({ sort: true, cursor: true, limit: true }) },
  output: FindingFacets,
  handler: async ({ scope, input }) => findingFacets(scope, input.query),
});
