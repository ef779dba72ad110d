import type { Metadata } from "next";
import { clustersQuery } from "@/lib/client/queries/admin";
import { postureQuery } from "@/lib/client/queries/posture";
import { loadClusters } from "../_data/admin";
import { Hydrate } from "../_data/hydrate";
import { loadPosture } from "../_data/posture";
import { ClustersView } from "./view";

export const metadata: Metadata = { title: "Clusters" };

export default function ClustersPage() {
  return (
    <Hydrate
      ready={[
        { queryKey: postureQuery("cluster").queryKey, load: () => loadPosture("cluster") },
        { queryKey: clustersQuery().queryKey, load: loadClusters },
      ]}
    >
      <ClustersView />
    </Hydrate>
  );
}
