import { handle } from "@/lib/api/handle";
import { listComponents } from "@/lib/api/v1/inventory/components";

export const GET = handle(listComponents);
