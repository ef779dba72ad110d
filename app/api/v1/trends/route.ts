import { handle } from "@/lib/api/handle";
import { getTrends } from "@/lib/api/v1/trends/get";

export const GET = handle(getTrends);
