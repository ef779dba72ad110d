import type { Metadata } from "next";
import { postureQuery } from "@/lib/client/queries/posture";
import { Hydrate } from "../_data/hydrate";
import { loadPosture } from "../_data/posture";
import { TeamsView } from "./view";

export const metadata: Metadata = { title: "Teams" };

export default function TeamsPage() {
  return (
    <Hydrate ready={[{ queryKey: postureQuery("team").queryKey, load: () => loadPosture("team") }]}>
      <TeamsView />
    </Hydrate>
  );
}
