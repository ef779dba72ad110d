import type { Metadata } from "next";
import { slaQuery } from "@/lib/client/queries/sla";
import { loadSla } from "../../_data/admin";
import { Hydrate } from "../../_data/hydrate";
import { SlaView } from "./view";

export const metadata: Metadata = { title: "Due dates" };

export default function SlaPage() {
  return (
    <Hydrate ready={[{ queryKey: slaQuery().queryKey, load: loadSla, subject: true }]}>
      <SlaView />
    </Hydrate>
  );
}
