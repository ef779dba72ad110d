import { handle } from "@/lib/api/handle";
import { changeOwnPassword } from "@/lib/api/v1/session/password";

export const POST = handle(changeOwnPassword);
