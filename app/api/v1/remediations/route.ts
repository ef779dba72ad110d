import { handle } from "@/lib/api/handle";
import { createRemediation } from "@/lib/api/v1/remediations/create";
import { listRemediations } from "@/lib/api/v1/remediations/list";

export const GET = handle(listRemediations);
export const POST = handle(createRemediation);
