import type { Metadata } from "next";
import { boardParams, listParams, openRemediation, viewOf } from "@/components/remediation/address";
import { boardStates } from "@/components/remediation/words";
import { remediationItemsQuery, remediationQuery, remediationsQuery } from "@/lib/client/queries/remediations";
import { Hydrate, type Ready } from "../_data/hydrate";
import { type RawParams, reader } from "../_data/params";
import { loadRemediation, loadRemediationItems, loadRemediations } from "../_data/remediations";
import { RemediationsView } from "./view";

export const metadata: Metadata = { title: "Remediations" };

export default async function RemediationsPage({ searchParams }: { searchParams: Promise<RawParams> }) {
  const address = reader(await searchParams);
  const questions =
    viewOf(address) === "list" ? [listParams(address)] : boardStates.map((state) => boardParams(address, state));
  const ready: Ready[] = questions.map((params) => ({
    queryKey: remediationsQuery(params).queryKey,
    load: () => loadRemediations(params),
    pages: true,
  }));
  const open = openRemediation(address);
  if (open !== null) {
    ready.push({ queryKey: remediationQuery(open).queryKey, load: () => loadRemediation(open) });
    ready.push({
      queryKey: remediationItemsQuery(open).queryKey,
      load: () => loadRemediationItems(open, {}),
      pages: true,
    });
  }
  return (
    <Hydrate ready={ready}>
      <RemediationsView />
    </Hydrate>
  );
}
