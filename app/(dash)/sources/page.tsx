import type { Metadata } from "next";
import { sourceQuery, sourcesQuery } from "@/lib/client/queries/sources";
import { Hydrate, type Ready } from "../_data/hydrate";
import { type RawParams, reader } from "../_data/params";
import { loadSource, loadSources } from "../_data/sources";
import { SourcesView } from "./view";

export const metadata: Metadata = { title: "Sources" };

export default async function SourcesPage({ searchParams }: { searchParams: Promise<RawParams> }) {
  const address = reader(await searchParams);
  const ready: Ready[] = [{ queryKey: sourcesQuery().queryKey, load: loadSources, subject: true }];
  const [tool, cluster] = [address.get("tool"), address.get("on")];
  if (tool && cluster)
    ready.push({ queryKey: sourceQuery(cluster, tool).queryKey, load: () => loadSource(cluster, tool) });
  return (
    <Hydrate ready={ready}>
      <SourcesView />
    </Hydrate>
  );
}
