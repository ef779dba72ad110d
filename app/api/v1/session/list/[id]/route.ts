import { handle } from "@/lib/api/handle";
import { revokeOwnSession } from "@/lib/api/v1/session/revoke";

export const DELETE = handle(revokeOwnSession);
