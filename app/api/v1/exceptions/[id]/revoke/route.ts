import { handle } from "@/lib/api/handle";
import { revokeException } from "@/lib/api/v1/exceptions/revoke";

export const POST = handle(revokeException);
