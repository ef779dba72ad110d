import { cookies } from "next/headers";
import type { ReactNode } from "react";
import { Frame } from "@/components/frame/frame";
import { requireActor } from "@/lib/api/auth/current";
import { clustersQuery, teamsQuery } from "@/lib/client/queries/admin";
import { demoQuery } from "@/lib/client/queries/demo";
import { describeSession } from "@/lib/services/session/describe";
import { loadClusters, loadTeams } from "./_data/admin";
import { loadDemo } from "./_data/demo";
import { Hydrate } from "./_data/hydrate";

export default async function DashLayout({ children }: { children: ReactNode }) {
  const viewer = await describeSession(await requireActor());
  const narrow = (await cookies()).get("rail")?.value === "narrow";
  return (
    <Hydrate
      ready={[
        { queryKey: clustersQuery().queryKey, load: loadClusters },
        { queryKey: teamsQuery().queryKey, load: loadTeams },
        { queryKey: demoQuery().queryKey, load: loadDemo },
      ]}
    >
      <Frame viewer={viewer} narrow={narrow}>
        {children}
      </Frame>
    </Hydrate>
  );
}
