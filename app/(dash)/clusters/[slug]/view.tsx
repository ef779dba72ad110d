"use client";

import { useQuery } from "@tanstack/react-query";
import { usePathname, useSearchParams } from "next/navigation";
import { ByOther } from "@/components/place/by-other";
import { Exposure } from "@/components/place/exposure";
import { Sources } from "@/components/place/sources";
import { Workloads } from "@/components/place/workloads";
import { AreaStrip } from "@/components/posture/area-strip";
import { Headline } from "@/components/posture/headline";
import { Sentences } from "@/components/posture/sentences";
import { buttonClass } from "@/components/ui/button";
import { Failure } from "@/components/ui/failure";
import { count } from "@/components/ui/format";
import { Page, PageTitle } from "@/components/ui/page";
import { PageSkeleton } from "@/components/ui/page-skeleton";
import { PlainLink } from "@/components/ui/text-link";
import { clusterQuery } from "@/lib/client/queries/posture";

export function ClusterView({ slug }: { slug: string }) {
  const { data, error, refetch } = useQuery(clusterQuery(slug));
  const path = usePathname();
  const chosen = useSearchParams().get("area");
  if (error && !data) return <Failure error={error} onRetry={refetch} />;
  if (!data) return <PageSkeleton />;
  const { row } = data;
  const findings = `/findings?cluster=${slug}`;

  return (
    <Page>
      <div className="space-y-2">
        <PageTitle
          title={row.name}
          action={
            <PlainLink href={findings} className={buttonClass("primary")}>
              {row.findings > 0 ? `${count(row.findings)} findings` : "Findings"}
            </PlainLink>
          }
        >
          {row.environment && <span className="text-ink-2">{row.environment}</span>}
          <Headline row={row} findings={findings} kev={`${findings}&kev=true&exposed=true`} />
        </PageTitle>
        <Sentences sentences={data.sentences} />
      </div>
      <AreaStrip
        row={row}
        chosen={chosen}
        href={(area) => (area ? `${path}?area=${area}` : path)}
        findings={(area) => `${findings}&area=${area}`}
      />
      <div className="grid gap-x-8 gap-y-6 xl:grid-cols-2">
        <ByOther
          title="Present findings by team"
          noun="Team"
          rows={data.byOther}
          href={(team) => `${findings}&team=${team.key ?? "none"}`}
        />
        {data.workloads && <Exposure workloads={data.workloads} findings={`${findings}&exposed=true`} />}
      </div>
      {data.workloads && <Workloads workloads={data.workloads} />}
      {data.sources && <Sources sources={data.sources} />}
    </Page>
  );
}
