import { handle } from "@/lib/api/handle";
import { getRemediation } from "@/lib/api/v1/remediations/get";
import { patchRemediation } from "@/lib/api/v1/remediations/patch";

export const GET = handle(getRemediation);
export const PATCH = handle(patchRemediation);
