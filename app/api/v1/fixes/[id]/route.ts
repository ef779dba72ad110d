import { handle } from "@/lib/api/handle";
import { getFix } from "@/lib/api/v1/fixes/get";

export const GET = handle(getFix);
