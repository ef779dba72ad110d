import { handle } from "@/lib/api/handle";
import { createCluster } from "@/lib/api/v1/clusters/create";
import { listClusters } from "@/lib/api/v1/clusters/list";

export const GET = handle(listClusters);
export const POST = handle(createCluster);
