import { handle } from "@/lib/api/handle";
import { getReport } from "@/lib/api/v1/reports/get";

export const GET = handle(getReport);
