import { handle } from "@/lib/api/handle";
import { createToken } from "@/lib/api/v1/tokens/create";
import { listTokens } from "@/lib/api/v1/tokens/list";

export const GET = handle(listTokens);
export const POST = handle(createToken);
