import type { Metadata } from "next";
import { scopeOf } from "@/components/frame/scope";
import { overviewQuery } from "@/lib/client/queries/posture";
import { Hydrate } from "../_data/hydrate";
import { type RawParams, reader } from "../_data/params";
import { loadOverview } from "../_data/posture";
import { OverviewView } from "./view";

export const metadata: Metadata = { title: "Overview" };

export default async function OverviewPage({ searchParams }: { searchParams: Promise<RawParams> }) {
  const scope = scopeOf(reader(await searchParams));
  return (
    <Hydrate ready={[{ queryKey: overviewQuery(scope).queryKey, load: () => loadOverview(scope) }]}>
      <OverviewView scope={scope} />
    </Hydrate>
  );
}
