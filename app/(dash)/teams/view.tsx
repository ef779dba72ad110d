"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { ChartFrame } from "@/components/charts/frame";
import { useMay } from "@/components/frame/viewer";
import { HeatMap } from "@/components/posture/heat-map";
import { postureTable } from "@/components/posture/table-data";
import { buttonClass } from "@/components/ui/button";
import { Failure } from "@/components/ui/failure";
import { count, plural } from "@/components/ui/format";
import { Empty } from "@/components/ui/notice";
import { Page, PageTitle } from "@/components/ui/page";
import { PageSkeleton } from "@/components/ui/page-skeleton";
import { TextLink } from "@/components/ui/text-link";
import { postureQuery } from "@/lib/client/queries/posture";

export function TeamsView() {
  const { data, error, refetch } = useQuery(postureQuery("team"));
  const mayManage = useMay("teams.manage");
  if (error && !data) return <Failure error={error} onRetry={refetch} />;
  if (!data) return <PageSkeleton rows={10} />;
  const teams = data.rows.filter((row) => row.key !== null);
  const unowned = data.rows.find((row) => row.key === null);
  const manage = mayManage && (
    <Link href="/settings/teams" className={buttonClass(teams.length === 0 ? "primary" : "secondary")}>
      {teams.length === 0 ? "Make a team" : "Manage teams"}
    </Link>
  );

  return (
    <Page>
      <div className="space-y-2">
        <PageTitle title="Teams" action={teams.length > 0 && manage}>
          <span className="text-ink-2">{plural(teams.length, "team")}</span>
        </PageTitle>
        {unowned && unowned.findings > 0 && (
          <p>
            <TextLink href="/findings?team=none">{plural(unowned.findings, "finding")}</TextLink>{" "}
            {unowned.findings === 1 ? "has" : "have"} no owner: no{" "}
            <TextLink href="/settings/ownership">ownership rule</TextLink> gives{" "}
            {unowned.findings === 1 ? "its asset" : "their assets"} to a team. {count(unowned.workloads)} workloads are
            concerned.
          </p>
        )}
      </div>
      {data.rows.length === 0 ? (
        <Empty title="No team yet" action={manage}>
          Teams own assets through ownership rules; what nobody owns waits in a queue of its own.
        </Empty>
      ) : (
        <ChartFrame title="Teams by area" table={() => postureTable(data.rows, "Team")}>
          <HeatMap
            rows={data.rows}
            noun="Team"
            href={(row, area) => {
              if (row.key === null) return area ? `/findings?team=none&area=${area}` : "/findings?team=none";
              return area ? `/teams/${row.key}?area=${area}` : `/teams/${row.key}`;
            }}
          />
        </ChartFrame>
      )}
    </Page>
  );
}
