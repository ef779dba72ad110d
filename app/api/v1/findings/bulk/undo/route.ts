import { handle } from "@/lib/api/handle";
import { undoBulkFindings } from "@/lib/api/v1/findings/undo-bulk";

export const POST = handle(undoBulkFindings);
