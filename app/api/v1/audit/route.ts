import { handle } from "@/lib/api/handle";
import { listAudit } from "@/lib/api/v1/audit/list";

export const GET = handle(listAudit);
