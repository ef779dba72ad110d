import { handle } from "@/lib/api/handle";
import { approveException } from "@/lib/api/v1/exceptions/approve";

export const POST = handle(approveException);
