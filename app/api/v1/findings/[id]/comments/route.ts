import { handle } from "@/lib/api/handle";
import { commentFinding } from "@/lib/api/v1/findings/comment";

export const POST = handle(commentFinding);
