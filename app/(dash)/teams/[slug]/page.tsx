import type { Metadata } from "next";
import { findingsQuery } from "@/lib/client/queries/findings";
import { teamQuery } from "@/lib/client/queries/posture";
import { loadFindings } from "../../_data/findings";
import { Hydrate } from "../../_data/hydrate";
import { loadTeam } from "../../_data/posture";
import { queueParams } from "./_components/queue-params";
import { TeamView } from "./view";

type Props = { params: Promise<{ slug: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: (await params).slug };
}

export default async function TeamPage({ params }: Props) {
  const { slug } = await params;
  const queue = queueParams(slug);
  return (
    <Hydrate
      ready={[
        { queryKey: teamQuery(slug).queryKey, load: () => loadTeam(slug), subject: true },
        { queryKey: findingsQuery(queue).queryKey, load: () => loadFindings(queue), pages: true },
      ]}
    >
      <TeamView slug={slug} />
    </Hydrate>
  );
}
