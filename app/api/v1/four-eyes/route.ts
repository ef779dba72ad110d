import { handle } from "@/lib/api/handle";
import { putFourEyes } from "@/lib/api/v1/four-eyes/put";

export const PUT = handle(putFourEyes);
