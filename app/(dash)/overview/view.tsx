"use client";

import { useQuery } from "@tanstack/react-query";
import { ChartFrame } from "@/components/charts/frame";
import { headParams } from "@/components/fix/address";
import { BestAction } from "@/components/fix/best-action";
import { NextActions } from "@/components/fix/next-actions";
import { withAsOf } from "@/components/frame/as-of";
import { type PageScope, withScope } from "@/components/frame/scope";
import { useViewer } from "@/components/frame/viewer";
import { BlindSpots } from "@/components/overview/blind-spots";
import { FirstRun } from "@/components/overview/first-run";
import { NewestCritical } from "@/components/overview/newest-critical";
import { WorstAssets } from "@/components/overview/worst-assets";
import { Headline } from "@/components/posture/headline";
import { HeatMap } from "@/components/posture/heat-map";
import { OnlyNow, PastBanner } from "@/components/posture/past";
import { Sentences } from "@/components/posture/sentences";
import { postureTable } from "@/components/posture/table-data";
import { Failure } from "@/components/ui/failure";
import { Empty } from "@/components/ui/notice";
import { Page, PageTitle } from "@/components/ui/page";
import { AsOf } from "@/components/ui/time";
import type { SessionInfo } from "@/lib/client/contract/session";
import { overviewQuery } from "@/lib/client/queries/posture";
import { Nothing } from "./_components/nothing";
import { OverviewSkeleton } from "./_components/skeleton";

/** Whoever sees their own teams' things alone is not told that these are the fleet. */
function titleOf(scope: PageScope, viewer: SessionInfo): string {
  if (scope.team === "none") return "Unowned";
  const all = viewer.user.role !== "devops" ? "Fleet posture" : viewer.teams.length === 1 ? "Your team" : "Your teams";
  return scope.cluster ?? scope.team ?? scope.environment ?? all;
}

export function OverviewView({ scope, asOf }: { scope: PageScope; asOf: string | null }) {
  const viewer = useViewer();
  const { data, error, refetch } = useQuery(overviewQuery({ ...scope, asOf }));
  if (error && !data) return <Failure error={error} onRetry={refetch} />;
  if (!data) return <OverviewSkeleton />;
  const { total, rows, day } = data.posture;
  const findings = withScope("/findings", scope);
  const nothing = rows.every((row) => row.findings === 0 && row.overall.score === null);
  const noPast = day !== null && nothing;
  const kev = withScope("/findings?kev=true&exposed=true", scope);

  return (
    <>
      <PastBanner day={day} />
      <Page>
        <div className="space-y-2">
          <PageTitle title={titleOf(scope, viewer)}>
            <Headline row={total} findings={day ? null : findings} kev={day ? null : kev} />
          </PageTitle>
          {!noPast && <Sentences sentences={data.sentences} asOf={day} />}
          {!day && <BestAction params={headParams(scope)} />}
        </div>
        {noPast && <NotYet />}
        {!day && <FirstRun>{rows.length === 0 && <Nothing />}</FirstRun>}
        {rows.length > 0 && !noPast && (
          <>
            <ChartFrame
              title="Clusters by area"
              aside={!day && <AsOf at={data.posture.asOf} />}
              table={() => postureTable([...rows, total], "Cluster")}
            >
              <HeatMap
                rows={rows}
                total={rows.length > 1 ? total : undefined}
                noun="Cluster"
                href={(row, area) => {
                  if (day) return withAsOf(row === total ? hereByArea(scope) : placeOf(row.key, area), day);
                  if (row === total) return area ? withScope(`/findings?area=${area}`, scope) : findings;
                  if (row.key === null) return area ? `/findings?cluster=none&area=${area}` : "/findings?cluster=none";
                  return area ? `/clusters/${row.key}?area=${area}` : `/clusters/${row.key}`;
                }}
              />
            </ChartFrame>
            <div className="grid gap-x-8 gap-y-6 lg:grid-cols-2">
              {day ? (
                <OnlyNow title="Best next actions">What was best to do on that day is not kept.</OnlyNow>
              ) : (
                <NextActions params={headParams(scope)} all={withScope("/fixes", scope)} />
              )}
              {data.worstAssets ? (
                <WorstAssets assets={data.worstAssets} />
              ) : (
                <OnlyNow title="Weighs most">
                  Which assets weighed most is not kept: findings are known as they are.
                </OnlyNow>
              )}
              {/* The longer list lies under the shorter one; on a phone what is new comes first. */}
              <div className="min-w-0 lg:order-2">
                {data.newestCritical ? (
                  <NewestCritical
                    findings={data.newestCritical}
                    all={withScope("/findings?severity=critical&sort=newest", scope)}
                  />
                ) : (
                  <OnlyNow title="Newest critical">The list of a past day is not kept, only how long it was.</OnlyNow>
                )}
              </div>
              <div className="min-w-0 lg:order-1">
                <BlindSpots
                  unknown={data.unknown}
                  unowned={data.unowned}
                  unownedHref={withScope("/findings?team=none", scope)}
                  asOf={day}
                />
              </div>
            </div>
          </>
        )}
      </Page>
    </>
  );
}

/** Of the whole there is no page of its own to go to. */
const hereByArea = (scope: PageScope) => withScope("/overview", scope);

function placeOf(key: string | null, area?: string): string {
  if (key === null) return "/overview";
  return area ? `/clusters/${key}?area=${area}` : `/clusters/${key}`;
}

function NotYet() {
  return (
    <Empty title="Nothing is known of that day">
      History begins with the first report; before it there is no posture.
    </Empty>
  );
}
