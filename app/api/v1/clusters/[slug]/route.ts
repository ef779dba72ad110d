import { handle } from "@/lib/api/handle";
import { getCluster } from "@/lib/api/v1/clusters/get";
import { updateCluster } from "@/lib/api/v1/clusters/update";

export const GET = handle(getCluster);
export const PATCH = handle(updateCluster);
