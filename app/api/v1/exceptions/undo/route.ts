import { handle } from "@/lib/api/handle";
import { undoExceptions } from "@/lib/api/v1/exceptions/undo";

export const POST = handle(undoExceptions);
