import { handle } from "@/lib/api/handle";
import { bulkFindings } from "@/lib/api/v1/findings/bulk";

export const POST = handle(bulkFindings);
