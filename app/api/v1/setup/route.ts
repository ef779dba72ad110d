import { handle } from "@/lib/api/handle";
import { postSetup } from "@/lib/api/v1/setup/complete";
import { getSetup } from "@/lib/api/v1/setup/get";

export const GET = handle(getSetup);
export const POST = handle(postSetup);
