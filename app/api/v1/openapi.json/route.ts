import { handle } from "@/lib/api/handle";
import { getOpenApi } from "@/lib/api/registry";

export const GET = handle(getOpenApi);
