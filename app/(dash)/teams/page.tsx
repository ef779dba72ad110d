import type { Metadata } from "next";
import { teamsQuery } from "@/lib/client/queries/admin";
import { postureQuery } from "@/lib/client/queries/posture";
import { loadTeams } from "../_data/admin";
import { Hydrate } from "../_data/hydrate";
import { loadPosture } from "../_data/posture";
import { TeamsView } from "./view";

export const metadata: Metadata = { title: "Teams" };

export default function TeamsPage() {
  return (
    <Hydrate
      ready={[
        { queryKey: postureQuery("team").queryKey, load: () => loadPosture("team") },
        { queryKey: teamsQuery().queryKey, load: loadTeams },
      ]}
    >
      <TeamsView />
    </Hydrate>
  );
}
