import { handle } from "@/lib/api/handle";
import { withdrawException } from "@/lib/api/v1/exceptions/withdraw";

export const POST = handle(withdrawException);
