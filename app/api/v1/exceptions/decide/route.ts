import { handle } from "@/lib/api/handle";
import { decideExceptions } from "@/lib/api/v1/exceptions/decide";

export const POST = handle(decideExceptions);
