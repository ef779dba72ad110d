"use client";

import { useQuery } from "@tanstack/react-query";
import { usePathname, useSearchParams } from "next/navigation";
import { withAsOf } from "@/components/frame/as-of";
import { ByOther } from "@/components/place/by-other";
import { Sources } from "@/components/place/sources";
import { Workloads } from "@/components/place/workloads";
import { AreaStrip } from "@/components/posture/area-strip";
import { Headline } from "@/components/posture/headline";
import { OnlyNow, PastBanner } from "@/components/posture/past";
import { Sentences } from "@/components/posture/sentences";
import { Failure } from "@/components/ui/failure";
import { Page, PageTitle } from "@/components/ui/page";
import { PageSkeleton } from "@/components/ui/page-skeleton";
import { teamQuery } from "@/lib/client/queries/posture";
import { Figures } from "./_components/figures";
import { FixQueue } from "./_components/fix-queue";
import { Queue } from "./_components/queue";

const workloadsGone = "Which workloads weighed most on that day is not kept: findings are known as they are.";

export function TeamView({ slug, asOf }: { slug: string; asOf: string | null }) {
  const { data, error, refetch } = useQuery(teamQuery(slug, { asOf }));
  const path = usePathname();
  const chosen = useSearchParams().get("area");
  if (error && !data) return <Failure error={error} onRetry={refetch} />;
  if (!data) return <PageSkeleton />;
  const { day } = data;
  const findings = `/findings?team=${slug}`;

  return (
    <>
      <PastBanner day={day} />
      <Page>
        <div className="space-y-2">
          <PageTitle title={data.row.name}>
            <Headline
              row={data.row}
              findings={day ? null : findings}
              kev={day ? null : `${findings}&kev=true&exposed=true`}
            />
          </PageTitle>
          <Sentences sentences={data.sentences} asOf={day} />
        </div>
        {data.work ? (
          <>
            <Figures work={data.work} slug={slug} />
            <FixQueue slug={slug} />
            <Queue slug={slug} />
          </>
        ) : (
          <OnlyNow title="Queue by risk">What was due and what was to be done on that day is not kept.</OnlyNow>
        )}
        <AreaStrip
          row={data.row}
          chosen={chosen}
          href={(area) => withAsOf(area ? `${path}?area=${area}` : path, day)}
          findings={(area) => (day ? null : `${findings}&area=${area}`)}
        />
        <ByOther
          title={day ? "Findings of that day by cluster" : "Present findings by cluster"}
          noun="Cluster"
          rows={data.byOther}
          href={(row) =>
            day ? row.key && withAsOf(`/clusters/${row.key}`, day) : `${findings}&cluster=${row.key ?? "none"}`
          }
        />
        {data.workloads ? (
          <Workloads workloads={data.workloads} showCluster />
        ) : (
          <OnlyNow title="Workloads by risk">{workloadsGone}</OnlyNow>
        )}
        {data.sources && data.sources.length > 0 && <Sources sources={data.sources} />}
      </Page>
    </>
  );
}
