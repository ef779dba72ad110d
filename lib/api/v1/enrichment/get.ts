import { Enrichment } from "@/lib/client/contract/enrichment";
import { readFeeds } from "@/lib/services/enrichment/feeds";
import { operation } from "../../operation";

export const getEnrichment = operation({
  id: "getEnrichment",
  method: "GET",
  path: "/enrichment",
  summary: "Where EPSS and KEV are fetched from, and how the last fetch went.",
  action: "integrations.manage",
  output: Enrichment,
  handler: ({ actor }) => readFeeds(actor),
});
