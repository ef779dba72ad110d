import { handle } from "@/lib/api/handle";
import { listFindings } from "@/lib/api/v1/findings/list";

export const GET = handle(listFindings);
