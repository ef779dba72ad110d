import { handle } from "@/lib/api/handle";
import { previewException } from "@/lib/api/v1/exceptions/preview";

export const POST = handle(previewException);
