import { handle } from "@/lib/api/handle";
import { confirmReport } from "@/lib/api/v1/reports/confirm";

export const POST = handle(confirmReport);
