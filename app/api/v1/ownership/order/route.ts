import { handle } from "@/lib/api/handle";
import { orderOwnershipRules } from "@/lib/api/v1/ownership/order";

export const PUT = handle(orderOwnershipRules);
