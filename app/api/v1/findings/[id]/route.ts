import { handle } from "@/lib/api/handle";
import { getFinding } from "@/lib/api/v1/findings/get";
import { patchFinding } from "@/lib/api/v1/findings/patch";

export const GET = handle(getFinding);
export const PATCH = handle(patchFinding);
