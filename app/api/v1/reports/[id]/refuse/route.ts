import { handle } from "@/lib/api/handle";
import { refuseReport } from "@/lib/api/v1/reports/refuse";

export const POST = handle(refuseReport);
