import type { Metadata } from "next";
import { clusterQuery } from "@/lib/client/queries/posture";
import { Hydrate } from "../../_data/hydrate";
import { loadCluster } from "../../_data/posture";
import { ClusterView } from "./view";

type Props = { params: Promise<{ slug: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: (await params).slug };
}

export default async function ClusterPage({ params }: Props) {
  const { slug } = await params;
  return (
    <Hydrate ready={[{ queryKey: clusterQuery(slug).queryKey, load: () => loadCluster(slug), subject: true }]}>
      <ClusterView slug={slug} />
    </Hydrate>
  );
}
