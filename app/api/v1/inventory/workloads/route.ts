import { handle } from "@/lib/api/handle";
import { listWorkloads } from "@/lib/api/v1/inventory/workloads";

export const GET = handle(listWorkloads);
