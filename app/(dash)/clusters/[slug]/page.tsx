import type { Metadata } from "next";
import { headParams } from "@/components/fix/address";
import { asOfOf } from "@/components/frame/as-of";
import { fixesQuery } from "@/lib/client/queries/fixes";
import { clusterQuery } from "@/lib/client/queries/posture";
import { loadFixes } from "../../_data/fixes";
import { Hydrate } from "../../_data/hydrate";
import { type RawParams, reader } from "../../_data/params";
import { loadCluster } from "../../_data/posture";
import { ClusterView } from "./view";

type Props = { params: Promise<{ slug: string }>; searchParams: Promise<RawParams> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: (await params).slug };
}

export default async function ClusterPage({ params, searchParams }: Props) {
  const { slug } = await params;
  const asOf = asOfOf(reader(await searchParams), Date.now());
  return (
    <Hydrate
      ready={[
        { queryKey: clusterQuery(slug, { asOf }).queryKey, load: () => loadCluster(slug, { asOf }), subject: true },
        {
          queryKey: fixesQuery(headParams({ cluster: slug })).queryKey,
          load: () => loadFixes(headParams({ cluster: slug })),
          pages: true,
        },
      ]}
    >
      <ClusterView slug={slug} asOf={asOf} />
    </Hydrate>
  );
}
