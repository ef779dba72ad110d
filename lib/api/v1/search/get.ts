import { SearchHits, SearchQuery } from "@/lib/client/contract/search";
import { assetKinds, kinds } from "@/lib/domain/vocabulary";
import { searchHits } from "@/lib/queries/search/hits";
import { operation } from "../../operation";

export const search = operation({
  id: "search",
  method: "GET",
  path: "/search",
  summary: "A few rules that are broken, assets, clusters and teams that a text can mean, within the reader's scope.",
  action: "findings.read",
  input: { query: SearchQuery },
  output: SearchHits,
  handler: async ({ scope, input }) => {
    const { rules, assets, ...hits } = await searchHits(scope, input.query.q);
    return {
      ...hits,
      rules: rules.map(({ kind, ...rule }) => ({ ...rule, kind: kinds.word(kind) })),
      assets: assets.map(({ kind, ...asset }) => ({ ...asset, kind: assetKinds.word(kind) })),
    };
  },
});
