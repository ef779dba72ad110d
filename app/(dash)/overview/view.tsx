"use client";

import { useQuery } from "@tanstack/react-query";
import { ChartFrame } from "@/components/charts/frame";
import { type PageScope, withScope } from "@/components/frame/scope";
import { BlindSpots } from "@/components/overview/blind-spots";
import { FirstRun } from "@/components/overview/first-run";
import { NewestCritical } from "@/components/overview/newest-critical";
import { WorstAssets } from "@/components/overview/worst-assets";
import { Headline } from "@/components/posture/headline";
import { HeatMap } from "@/components/posture/heat-map";
import { Sentences } from "@/components/posture/sentences";
import { postureTable } from "@/components/posture/table-data";
import { Failure } from "@/components/ui/failure";
import { Page, PageTitle } from "@/components/ui/page";
import { AsOf } from "@/components/ui/time";
import { overviewQuery } from "@/lib/client/queries/posture";
import { Nothing } from "./_components/nothing";
import { OverviewSkeleton } from "./_components/skeleton";

function titleOf(scope: PageScope): string {
  if (scope.team === "none") return "Unowned";
  return scope.cluster ?? scope.team ?? scope.environment ?? "Fleet posture";
}

export function OverviewView({ scope }: { scope: PageScope }) {
  const { data, error, refetch } = useQuery(overviewQuery(scope));
  if (error && !data) return <Failure error={error} onRetry={refetch} />;
  if (!data) return <OverviewSkeleton />;
  const { total, rows } = data.posture;
  const findings = withScope("/findings", scope);

  return (
    <Page>
      <div className="space-y-2">
        <PageTitle title={titleOf(scope)}>
          <Headline row={total} findings={findings} kev={withScope("/findings?kev=true&exposed=true", scope)} />
        </PageTitle>
        <Sentences sentences={data.sentences} />
      </div>
      <FirstRun>{rows.length === 0 && <Nothing />}</FirstRun>
      {rows.length > 0 && (
        <>
          <ChartFrame
            title="Clusters by area"
            aside={<AsOf at={data.posture.asOf} />}
            table={() => postureTable([...rows, total], "Cluster")}
          >
            <HeatMap
              rows={rows}
              total={rows.length > 1 ? total : undefined}
              noun="Cluster"
              href={(row, area) => {
                if (row === total) return area ? withScope(`/findings?area=${area}`, scope) : findings;
                if (row.key === null) return area ? `/findings?cluster=none&area=${area}` : "/findings?cluster=none";
                return area ? `/clusters/${row.key}?area=${area}` : `/clusters/${row.key}`;
              }}
            />
          </ChartFrame>
          <div className="grid gap-x-8 gap-y-6 lg:grid-cols-2 xl:grid-cols-3">
            {data.worstAssets && <WorstAssets assets={data.worstAssets} />}
            {data.newestCritical && (
              <NewestCritical
                findings={data.newestCritical}
                all={withScope("/findings?severity=critical&sort=newest", scope)}
              />
            )}
            <BlindSpots
              unknown={data.unknown}
              unowned={data.unowned}
              unownedHref={withScope("/findings?team=none", scope)}
            />
          </div>
        </>
      )}
    </Page>
  );
}
