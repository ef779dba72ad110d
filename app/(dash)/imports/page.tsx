import type { Metadata } from "next";
import { clustersQuery } from "@/lib/client/queries/admin";
import { reportsQuery } from "@/lib/client/queries/reports";
import { loadClusters } from "../_data/admin";
import { Hydrate } from "../_data/hydrate";
import { type RawParams, reader } from "../_data/params";
import { loadReports } from "../_data/reports";
import { ImportsView } from "./view";

export const metadata: Metadata = { title: "Imports" };

export default async function ImportsPage({ searchParams }: { searchParams: Promise<RawParams> }) {
  const params = { state: reader(await searchParams).get("state") };
  return (
    <Hydrate
      ready={[
        { queryKey: reportsQuery(params).queryKey, load: () => loadReports(params), pages: true },
        { queryKey: clustersQuery().queryKey, load: loadClusters },
      ]}
    >
      <ImportsView />
    </Hydrate>
  );
}
