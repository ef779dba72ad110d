import { handle } from "@/lib/api/handle";
import { previewOwnership } from "@/lib/api/v1/ownership/preview";

export const POST = handle(previewOwnership);
