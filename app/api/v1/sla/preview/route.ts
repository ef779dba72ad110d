import { handle } from "@/lib/api/handle";
import { previewSla } from "@/lib/api/v1/sla/preview";

export const POST = handle(previewSla);
