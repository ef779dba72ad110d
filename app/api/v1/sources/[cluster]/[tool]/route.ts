import { handle } from "@/lib/api/handle";
import { getSource } from "@/lib/api/v1/sources/get";

export const GET = handle(getSource);
