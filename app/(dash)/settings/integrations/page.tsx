import type { Metadata } from "next";
import { integrationsQuery } from "@/lib/client/queries/notices";
import { Hydrate } from "../../_data/hydrate";
import { loadIntegrations } from "../../_data/notices";
import { IntegrationsView } from "./view";

export const metadata: Metadata = { title: "Integrations" };

export default function IntegrationsPage() {
  return (
    <Hydrate ready={[{ queryKey: integrationsQuery().queryKey, load: loadIntegrations, subject: true }]}>
      <IntegrationsView />
    </Hydrate>
  );
}
