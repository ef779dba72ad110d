import { ClusterRow, ClusterUpdate, SlugParam } from "@/lib/client/contract/admin";
import { listClusters } from "@/lib/services/cluster/list";
import { updateCluster as update } from "@/lib/services/cluster/update";
import { operation } from "../../operation";
import { one } from "../one";

export const updateCluster = operation({
  id: "updateCluster",
  method: "PATCH",
  path: "/clusters/{slug}",
  summary: "Change a cluster's name, environment or weight.",
  action: "clusters.manage",
  input: { params: SlugParam, body: ClusterUpdate },
  output: ClusterRow,
  handler: async ({ actor, input }) => {
    const { slug } = input.params;
    await update(actor, slug, input.body);
    const { items } = await listClusters(actor);
    return one(items.filter((item) => item.slug === slug));
  },
});
