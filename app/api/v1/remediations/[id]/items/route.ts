import { handle } from "@/lib/api/handle";
import { changeRemediationItems } from "@/lib/api/v1/remediations/change-items";
import { listRemediationItems } from "@/lib/api/v1/remediations/items";

export const GET = handle(listRemediationItems);
export const POST = handle(changeRemediationItems);
