import { handle } from "@/lib/api/handle";
import { updateUser } from "@/lib/api/v1/users/update";

export const PATCH = handle(updateUser);
