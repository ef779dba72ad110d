"use client";

import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { usePathname, useRouter, useSearchParams } from "next/navigation";
import { changed } from "@/components/finding/address";
import { useMay } from "@/components/frame/viewer";
import { ReportDialog } from "@/components/report/dialog";
import { DropZone } from "@/components/report/drop-zone";
import { ReportRow } from "@/components/report/row";
import { UploadRow } from "@/components/report/upload-row";
import { useUploads } from "@/components/report/use-uploads";
import { Button } from "@/components/ui/button";
import { Failure } from "@/components/ui/failure";
import { Empty } from "@/components/ui/notice";
import { Page, PageTitle } from "@/components/ui/page";
import { SkeletonRows } from "@/components/ui/skeleton";
import { LinkTabs } from "@/components/ui/tabs";
import { TextLink } from "@/components/ui/text-link";
import { clustersQuery } from "@/lib/client/queries/admin";
import { reportsQuery } from "@/lib/client/queries/reports";

const tabs = [
  { state: null, text: "All" },
  { state: "receiving,queued,processing", text: "Running" },
  { state: "held", text: "Held" },
  { state: "failed", text: "Failed" },
] as const;

const nothing: Record<string, string> = {
  held: "No report waits for a decision.",
  failed: "No import failed.",
  "receiving,queued,processing": "Nothing runs at the moment.",
};

function nothingOf(state: string | null, narrowed: boolean): string {
  if (state) return nothing[state] ?? "Nothing here.";
  return narrowed ? "No such report has come in." : "No report has come in yet";
}

export function ImportsView() {
  const address = useSearchParams();
  const path = usePathname();
  const router = useRouter();
  const state = address.get("state");
  const [tool, cluster] = [address.get("tool"), address.get("cluster")];
  const mayImport = useMay("reports.import");
  const clusters = useQuery(clustersQuery());
  const list = useInfiniteQuery(reportsQuery({ state, tool, cluster }));
  const { uploads, add, drop, retry } = useUploads();
  const at = (changes: Record<string, string | null>) => {
    const text = changed(new URLSearchParams(address), changes).toString();
    return text === "" ? path : `${path}?${text}`;
  };
  if (list.error && !list.data) return <Failure error={list.error} onRetry={list.refetch} />;
  const reports = list.data?.pages.flatMap((page) => page.items) ?? [];

  return (
    <Page>
      <PageTitle title="Imports" />
      {mayImport && clusters.data && <DropZone clusters={clusters.data.items} onFiles={add} />}
      <div>
        <LinkTabs
          label="Imports by state"
          tabs={tabs.map((tab) => ({
            href: at({ state: tab.state, report: null }),
            text: tab.text,
            current: state === tab.state,
          }))}
        />
        {(tool || cluster) && (
          <p className="flex flex-wrap items-center gap-2 border-b border-line px-1 py-2 text-small text-ink-2">
            Only {[tool && `reports of ${tool}`, cluster && `for ${cluster}`].filter(Boolean).join(" ")}.
            <TextLink href={at({ tool: null, cluster: null })}>All reports</TextLink>
          </p>
        )}
        {uploads.length > 0 && (
          <ul aria-label="Files on their way">
            {uploads.map((one) => (
              <UploadRow key={one.key} upload={one} onRetry={() => retry(one.key)} onDrop={() => drop(one.key)} />
            ))}
          </ul>
        )}
        {list.isPending ? (
          <SkeletonRows rows={10} height="h-13" />
        ) : reports.length === 0 ? (
          <Empty title={nothingOf(state, tool !== null || cluster !== null)}>
            {!state &&
              !tool &&
              !cluster &&
              (mayImport
                ? "Drop the first one above, or let a cluster send its own."
                : "Reports come from scanners, from CI and from security.")}
          </Empty>
        ) : (
          <ul aria-label="Imports">
            {reports.map((report) => (
              <ReportRow key={report.id} report={report} href={at({ report: report.id })} />
            ))}
          </ul>
        )}
        {list.hasNextPage && (
          <Button className="mt-3" busy={list.isFetchingNextPage} onClick={() => list.fetchNextPage()}>
            Older imports
          </Button>
        )}
      </div>
      <ReportDialog id={address.get("report")} onClose={() => router.push(at({ report: null }), { scroll: false })} />
    </Page>
  );
}
