import { handle } from "@/lib/api/handle";
import { listUnowned } from "@/lib/api/v1/inventory/unowned";

export const GET = handle(listUnowned);
