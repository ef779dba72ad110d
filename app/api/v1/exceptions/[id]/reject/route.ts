import { handle } from "@/lib/api/handle";
import { rejectException } from "@/lib/api/v1/exceptions/reject";

export const POST = handle(rejectException);
