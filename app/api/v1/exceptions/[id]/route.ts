import { handle } from "@/lib/api/handle";
import { getException } from "@/lib/api/v1/exceptions/get";

export const GET = handle(getException);
