import { handle } from "@/lib/api/handle";
import { createOwnershipRule } from "@/lib/api/v1/ownership/create";
import { listOwnershipRules } from "@/lib/api/v1/ownership/list";

export const GET = handle(listOwnershipRules);
export const POST = handle(createOwnershipRule);
