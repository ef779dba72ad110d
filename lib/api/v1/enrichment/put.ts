import { Enrichment, EnrichmentWrite } from "@/lib/client/contract/enrichment";
import { readFeeds, setFeeds } from "@/lib/services/enrichment/feeds";
import { operation } from "../../operation";

export const putEnrichment = operation({
  id: "putEnrichment",
  method: "PUT",
  path: "/enrichment",
  summary: "Say where EPSS and KEV are fetched from, once a day; null: not at all.",
  action: "integrations.manage",
  input: { body: EnrichmentWrite },
  output: Enrichment,
  handler: async ({ actor, input }) => {
    await setFeeds(actor, input.body);
    return readFeeds(actor);
  },
});
