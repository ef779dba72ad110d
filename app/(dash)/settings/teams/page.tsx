import type { Metadata } from "next";
import { teamsQuery } from "@/lib/client/queries/admin";
import { loadTeams } from "../../_data/admin";
import { Hydrate } from "../../_data/hydrate";
import { TeamsView } from "./view";

export const metadata: Metadata = { title: "Teams" };

export default function TeamsPage() {
  return (
    <Hydrate ready={[{ queryKey: teamsQuery().queryKey, load: loadTeams }]}>
      <TeamsView />
    </Hydrate>
  );
}
