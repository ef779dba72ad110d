import { handle } from "@/lib/api/handle";
import { getOverview } from "@/lib/api/v1/overview/get";

export const GET = handle(getOverview);
