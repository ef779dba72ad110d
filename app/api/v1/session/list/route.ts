import { handle } from "@/lib/api/handle";
import { listOwnSessions } from "@/lib/api/v1/session/list";

export const GET = handle(listOwnSessions);
