import { handle } from "@/lib/api/handle";
import { getDemo } from "@/lib/api/v1/demo/get";

export const GET = handle(getDemo);
