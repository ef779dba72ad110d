import { handle } from "@/lib/api/handle";
import { updateCluster } from "@/lib/api/v1/clusters/update";

export const PATCH = handle(updateCluster);
