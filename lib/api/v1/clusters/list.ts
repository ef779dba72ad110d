import { ClusterList } from "@/lib/client/contract/admin";
import { listClusters as list } from "@/lib/services/cluster/list";
import { operation } from "../../operation";

export const listClusters = operation({
  id: "listClusters",
  method: "GET",
  path: "/clusters",
  summary: "The clusters within the reader's scope.",
  action: "inventory.read",
  output: ClusterList,
  handler: ({ actor }) => list(actor),
});
