"use client";

import { useQuery } from "@tanstack/react-query";
import { usePathname, useSearchParams } from "next/navigation";
import { ByOther } from "@/components/place/by-other";
import { Sources } from "@/components/place/sources";
import { Workloads } from "@/components/place/workloads";
import { AreaStrip } from "@/components/posture/area-strip";
import { Headline } from "@/components/posture/headline";
import { Sentences } from "@/components/posture/sentences";
import { Failure } from "@/components/ui/failure";
import { Page, PageTitle } from "@/components/ui/page";
import { PageSkeleton } from "@/components/ui/page-skeleton";
import { teamQuery } from "@/lib/client/queries/posture";
import { Figures } from "./_components/figures";
import { Queue } from "./_components/queue";

export function TeamView({ slug }: { slug: string }) {
  const { data, error, refetch } = useQuery(teamQuery(slug));
  const path = usePathname();
  const chosen = useSearchParams().get("area");
  if (error && !data) return <Failure error={error} onRetry={refetch} />;
  if (!data) return <PageSkeleton />;
  const findings = `/findings?team=${slug}`;

  return (
    <Page>
      <div className="space-y-2">
        <PageTitle title={data.row.name}>
          <Headline row={data.row} findings={findings} kev={`${findings}&kev=true&exposed=true`} />
        </PageTitle>
        <Sentences sentences={data.sentences} />
      </div>
      {data.work && <Figures work={data.work} slug={slug} />}
      <Queue slug={slug} />
      <AreaStrip
        row={data.row}
        chosen={chosen}
        href={(area) => (area ? `${path}?area=${area}` : path)}
        findings={(area) => `${findings}&area=${area}`}
      />
      <ByOther
        title="Present findings by cluster"
        noun="Cluster"
        rows={data.byOther}
        href={(row) => `${findings}&cluster=${row.key ?? "none"}`}
      />
      {data.workloads && <Workloads workloads={data.workloads} showCluster />}
      {data.sources && data.sources.length > 0 && <Sources sources={data.sources} />}
    </Page>
  );
}
