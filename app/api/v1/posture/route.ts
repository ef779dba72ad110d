import { handle } from "@/lib/api/handle";
import { getPosture } from "@/lib/api/v1/posture/get";

export const GET = handle(getPosture);
