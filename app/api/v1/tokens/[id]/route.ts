import { handle } from "@/lib/api/handle";
import { revokeToken } from "@/lib/api/v1/tokens/revoke";

export const DELETE = handle(revokeToken);
