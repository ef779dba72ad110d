import type { Metadata } from "next";
import { ownershipQuery, teamsQuery } from "@/lib/client/queries/admin";
import { loadOwnership, loadTeams } from "../../_data/admin";
import { Hydrate } from "../../_data/hydrate";
import { OwnershipView } from "./view";

export const metadata: Metadata = { title: "Ownership" };

export default function OwnershipPage() {
  return (
    <Hydrate
      ready={[
        { queryKey: ownershipQuery().queryKey, load: loadOwnership, subject: true },
        { queryKey: teamsQuery().queryKey, load: loadTeams },
      ]}
    >
      <OwnershipView />
    </Hydrate>
  );
}
