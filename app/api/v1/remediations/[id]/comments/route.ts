import { handle } from "@/lib/api/handle";
import { commentRemediation } from "@/lib/api/v1/remediations/comment";

export const POST = handle(commentRemediation);
