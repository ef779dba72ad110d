import { handle } from "@/lib/api/handle";
import { getFindingFacets } from "@/lib/api/v1/findings/facets";

export const GET = handle(getFindingFacets);
