import { handle } from "@/lib/api/handle";
import { getEnrichment } from "@/lib/api/v1/enrichment/get";
import { putEnrichment } from "@/lib/api/v1/enrichment/put";

export const GET = handle(getEnrichment);
export const PUT = handle(putEnrichment);
