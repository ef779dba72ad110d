import { handle } from "@/lib/api/handle";
import { receiveGithubHook } from "@/lib/api/v1/tickets/receive";

export const POST = handle(receiveGithubHook);
