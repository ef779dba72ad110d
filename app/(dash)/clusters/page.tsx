import type { Metadata } from "next";
import { postureQuery } from "@/lib/client/queries/posture";
import { Hydrate } from "../_data/hydrate";
import { loadPosture } from "../_data/posture";
import { ClustersView } from "./view";

export const metadata: Metadata = { title: "Clusters" };

export default function ClustersPage() {
  return (
    <Hydrate ready={[{ queryKey: postureQuery("cluster").queryKey, load: () => loadPosture("cluster") }]}>
      <ClustersView />
    </Hydrate>
  );
}
