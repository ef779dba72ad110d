import { handle } from "@/lib/api/handle";
import { getSession } from "@/lib/api/v1/session/get";

export const GET = handle(getSession);
