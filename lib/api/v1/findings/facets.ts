import { FindingFacets, FindingQuery } from "@/lib/client/contract/finding";
import { findingFacets } from "@/lib/queries/finding/facets";
import { operation } from "../../operation";
import { presentFacets } from "../../present/facets";

export const getFindingFacets = operation({
  id: "getFindingFacets",
  method: "GET",
  path: "/findings/facets",
  summary: "For each filter of the list, how many findings every value would show with the other filters applied.",
  action: "findings.read",
  input: { query: FindingQuery.omit({ sort: true, cursor: true, limit: true }) },
  output: FindingFacets,
  handler: async ({ scope, input }) => presentFacets(await findingFacets(scope, input.query)),
});
