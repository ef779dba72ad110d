import type { Metadata } from "next";
import { trendAddress } from "@/components/trend/address";
import { trendsQuery } from "@/lib/client/queries/trend";
import { Hydrate } from "../_data/hydrate";
import { type RawParams, reader } from "../_data/params";
import { loadTrends } from "../_data/trends";
import { TrendsView } from "./view";

export const metadata: Metadata = { title: "Trends" };

export default async function TrendsPage({ searchParams }: { searchParams: Promise<RawParams> }) {
  const { params } = trendAddress(reader(await searchParams), Date.now());
  return (
    <Hydrate ready={[{ queryKey: trendsQuery(params).queryKey, load: () => loadTrends(params), subject: true }]}>
      <TrendsView />
    </Hydrate>
  );
}
