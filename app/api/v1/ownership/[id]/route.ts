import { handle } from "@/lib/api/handle";
import { removeOwnershipRule } from "@/lib/api/v1/ownership/remove";
import { updateOwnershipRule } from "@/lib/api/v1/ownership/update";

export const PUT = handle(updateOwnershipRule);
export const DELETE = handle(removeOwnershipRule);
