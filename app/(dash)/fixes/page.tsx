import type { Metadata } from "next";
import { fixParams } from "@/components/fix/address";
import { fixesQuery, fixQuery } from "@/lib/client/queries/fixes";
import { loadFix, loadFixes } from "../_data/fixes";
import { Hydrate, type Ready } from "../_data/hydrate";
import { type RawParams, reader } from "../_data/params";
import { FixesView } from "./view";

export const metadata: Metadata = { title: "Fixes" };

export default async function FixesPage({ searchParams }: { searchParams: Promise<RawParams> }) {
  const address = reader(await searchParams);
  const params = fixParams(address);
  const ready: Ready[] = [{ queryKey: fixesQuery(params).queryKey, load: () => loadFixes(params), pages: true }];
  const open = address.get("fix");
  if (open) ready.push({ queryKey: fixQuery(open).queryKey, load: () => loadFix(open) });
  return (
    <Hydrate ready={ready}>
      <FixesView />
    </Hydrate>
  );
}
