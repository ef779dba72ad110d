import { ClusterCreate, ClusterRow } from "@/lib/client/contract/admin";
import { createCluster as create } from "@/lib/services/cluster/create";
import { listClusters } from "@/lib/services/cluster/list";
import { operation } from "../../operation";
import { created } from "../../reply";
import { one } from "../one";

export const createCluster = operation({
  id: "createCluster",
  method: "POST",
  path: "/clusters",
  summary: "Add a cluster.",
  action: "clusters.manage",
  input: { body: ClusterCreate },
  output: ClusterRow,
  statuses: [201],
  handler: async ({ actor, input }) => {
    const { slug } = input.body;
    await create(actor, input.body);
    const { items } = await listClusters(actor);
    return created(one(items.filter((item) => item.slug === slug)), `/api/v1/clusters/${slug}`);
  },
});
