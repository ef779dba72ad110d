import { handle } from "@/lib/api/handle";
import { createException } from "@/lib/api/v1/exceptions/create";
import { listExceptions } from "@/lib/api/v1/exceptions/list";

export const GET = handle(listExceptions);
export const POST = handle(createException);
