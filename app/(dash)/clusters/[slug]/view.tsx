"use client";

import { useQuery } from "@tanstack/react-query";
import { usePathname, useSearchParams } from "next/navigation";
import { headParams } from "@/components/fix/address";
import { NextActions } from "@/components/fix/next-actions";
import { withAsOf } from "@/components/frame/as-of";
import { ByOther } from "@/components/place/by-other";
import { Exposure } from "@/components/place/exposure";
import { Sources } from "@/components/place/sources";
import { Workloads } from "@/components/place/workloads";
import { AreaStrip } from "@/components/posture/area-strip";
import { Headline } from "@/components/posture/headline";
import { OnlyNow, PastBanner } from "@/components/posture/past";
import { Sentences } from "@/components/posture/sentences";
import { buttonClass } from "@/components/ui/button";
import { Failure } from "@/components/ui/failure";
import { count } from "@/components/ui/format";
import { Page, PageTitle } from "@/components/ui/page";
import { PageSkeleton } from "@/components/ui/page-skeleton";
import { PlainLink } from "@/components/ui/text-link";
import { clusterQuery } from "@/lib/client/queries/posture";

const workloadsGone = "Which workloads weighed most on that day is not kept: findings are known as they are.";
const sourcesGone = "When each source had last been heard on that day is not kept; coverage above is of that day.";

export function ClusterView({ slug, asOf }: { slug: string; asOf: string | null }) {
  const { data, error, refetch } = useQuery(clusterQuery(slug, { asOf }));
  const path = usePathname();
  const chosen = useSearchParams().get("area");
  if (error && !data) return <Failure error={error} onRetry={refetch} />;
  if (!data) return <PageSkeleton />;
  const { row, day } = data;
  const findings = `/findings?cluster=${slug}`;

  return (
    <>
      <PastBanner day={day} />
      <Page>
        <div className="space-y-2">
          <PageTitle
            title={row.name}
            action={
              !day && (
                <PlainLink href={findings} className={buttonClass("primary")}>
                  {row.findings > 0 ? `${count(row.findings)} findings` : "Findings"}
                </PlainLink>
              )
            }
          >
            {row.environment && <span className="text-ink-2">{row.environment}</span>}
            <Headline
              row={row}
              findings={day ? null : findings}
              kev={day ? null : `${findings}&kev=true&exposed=true`}
            />
          </PageTitle>
          <Sentences sentences={data.sentences} asOf={day} />
        </div>
        <AreaStrip
          row={row}
          chosen={chosen}
          href={(area) => withAsOf(area ? `${path}?area=${area}` : path, day)}
          findings={(area) => (day ? null : `${findings}&area=${area}`)}
        />
        {day ? (
          <OnlyNow title="Best next actions">What was best to do on that day is not kept.</OnlyNow>
        ) : (
          <NextActions params={headParams({ cluster: slug })} all={`/fixes?cluster=${slug}`} />
        )}
        <div className="grid gap-x-8 gap-y-6 xl:grid-cols-2">
          <ByOther
            title={day ? "Findings of that day by team" : "Present findings by team"}
            noun="Team"
            rows={data.byOther}
            href={(team) =>
              day ? team.key && withAsOf(`/teams/${team.key}`, day) : `${findings}&team=${team.key ?? "none"}`
            }
          />
          {data.workloads ? (
            <Exposure workloads={data.workloads} findings={`${findings}&exposed=true`} />
          ) : (
            <OnlyNow title="Reachable from the internet">What the internet reached on that day is not kept.</OnlyNow>
          )}
        </div>
        {data.workloads ? (
          <Workloads workloads={data.workloads} />
        ) : (
          <OnlyNow title="Workloads by risk">{workloadsGone}</OnlyNow>
        )}
        {data.sources ? (
          <Sources sources={data.sources} cluster={slug} />
        ) : (
          <OnlyNow title="Evidence">{sourcesGone}</OnlyNow>
        )}
      </Page>
    </>
  );
}
