import type { Metadata } from "next";
import { asOfOf } from "@/components/frame/as-of";
import { findingsQuery } from "@/lib/client/queries/findings";
import { fixesQuery } from "@/lib/client/queries/fixes";
import { teamQuery } from "@/lib/client/queries/posture";
import { loadFindings } from "../../_data/findings";
import { loadFixes } from "../../_data/fixes";
import { Hydrate } from "../../_data/hydrate";
import { type RawParams, reader } from "../../_data/params";
import { loadTeam } from "../../_data/posture";
import { fixQueueParams, queueParams } from "./_components/queue-params";
import { TeamView } from "./view";

type Props = { params: Promise<{ slug: string }>; searchParams: Promise<RawParams> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: (await params).slug };
}

export default async function TeamPage({ params, searchParams }: Props) {
  const { slug } = await params;
  const asOf = asOfOf(reader(await searchParams), Date.now());
  const [queue, fixes] = [queueParams(slug), fixQueueParams(slug)];
  return (
    <Hydrate
      ready={[
        { queryKey: teamQuery(slug, { asOf }).queryKey, load: () => loadTeam(slug, { asOf }), subject: true },
        { queryKey: findingsQuery(queue).queryKey, load: () => loadFindings(queue), pages: true },
        { queryKey: fixesQuery(fixes).queryKey, load: () => loadFixes(fixes), pages: true },
      ]}
    >
      <TeamView slug={slug} asOf={asOf} />
    </Hydrate>
  );
}
