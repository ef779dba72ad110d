"use client";

import { useQuery } from "@tanstack/react-query";
import { useRouter, useSearchParams } from "next/navigation";
import { ChartFrame } from "@/components/charts/frame";
import { useMay } from "@/components/frame/viewer";
import { Sentences } from "@/components/posture/sentences";
import { SourceDialog } from "@/components/source/dialog";
import { SourceMatrix } from "@/components/source/matrix";
import { sourcesTable } from "@/components/source/table-data";
import { Failure } from "@/components/ui/failure";
import { percent } from "@/components/ui/format";
import { Empty } from "@/components/ui/notice";
import { Page, PageTitle } from "@/components/ui/page";
import { PageSkeleton } from "@/components/ui/page-skeleton";
import { TextLink } from "@/components/ui/text-link";
import { AsOf } from "@/components/ui/time";
import { sourcesQuery } from "@/lib/client/queries/sources";

export function SourcesView() {
  const { data, error, refetch } = useQuery(sourcesQuery());
  const address = useSearchParams();
  const router = useRouter();
  if (error && !data) return <Failure error={error} onRetry={refetch} />;
  if (!data) return <PageSkeleton />;
  const [tool, on] = [address.get("tool"), address.get("on")];
  return (
    <Page>
      <div className="space-y-2">
        <PageTitle title="Sources">
          <span className="text-ink-2">stale after {data.windowDays} days</span>
        </PageTitle>
        <Sentences sentences={data.sentences} />
      </div>
      {data.clusters.length === 0 ? (
        <Nothing />
      ) : (
        <ChartFrame
          title="Clusters by source"
          aside={<AsOf at={data.asOf} />}
          table={() => sourcesTable(data, (share) => percent(share))}
        >
          <SourceMatrix sources={data} />
        </ChartFrame>
      )}
      <SourceDialog
        at={tool && on ? { cluster: on, tool } : null}
        onClose={() => router.push("/sources", { scroll: false })}
      />
    </Page>
  );
}

function Nothing() {
  const mayImport = useMay("reports.import");
  return (
    <Empty title="No cluster has been heard of">
      {mayImport ? (
        <>
          Connect one on <TextLink href="/clusters">Clusters</TextLink>, or drop a report on{" "}
          <TextLink href="/imports">Imports</TextLink>.
        </>
      ) : (
        "Nothing within your scope has sent a report. An admin connects clusters; ownership rules decide what is yours."
      )}
    </Empty>
  );
}
