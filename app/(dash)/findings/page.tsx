import type { Metadata } from "next";
import { cookies } from "next/headers";
import { listParams } from "@/components/finding/address";
import { facetsQuery, findingQuery, findingsQuery } from "@/lib/client/queries/findings";
import { loadFacets, loadFinding, loadFindings } from "../_data/findings";
import { Hydrate, type Ready } from "../_data/hydrate";
import { type RawParams, reader } from "../_data/params";
import { FindingsView } from "./view";

export const metadata: Metadata = { title: "Findings" };

export default async function FindingsPage({ searchParams }: { searchParams: Promise<RawParams> }) {
  const address = reader(await searchParams);
  const params = listParams(address);
  const ready: Ready[] = [
    { queryKey: findingsQuery(params).queryKey, load: () => loadFindings(params), pages: true },
    { queryKey: facetsQuery(params).queryKey, load: () => loadFacets(params) },
  ];
  const open = address.get("finding");
  if (open) ready.push({ queryKey: findingQuery(open).queryKey, load: () => loadFinding(open) });
  return (
    <Hydrate ready={ready}>
      <FindingsView facetsOpen={(await cookies()).get("facets")?.value !== "closed"} />
    </Hydrate>
  );
}
