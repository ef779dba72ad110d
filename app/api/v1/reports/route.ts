import { handle } from "@/lib/api/handle";
import { listReports } from "@/lib/api/v1/reports/list";
import { uploadReport } from "@/lib/api/v1/reports/upload";

export const GET = handle(listReports);
export const POST = handle(uploadReport);
