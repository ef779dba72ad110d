"use client";

import { useQuery } from "@tanstack/react-query";
import { LoaderCircle } from "lucide-react";
import { ReportMark } from "@/components/report/mark";
import { plural } from "@/components/ui/format";
import { TextLink } from "@/components/ui/text-link";
import { ReportPage } from "@/lib/client/contract/report";
import { api } from "@/lib/client/fetcher";

/** Waits for the first report of a cluster, and says when it is there. */
export function Listening({ cluster }: { cluster: string }) {
  const { data } = useQuery({
    queryKey: ["reports", "listening", cluster],
    queryFn: ({ signal }) => api("/reports", { params: { cluster, limit: 1 }, shape: ReportPage, signal }),
    refetchInterval: 2000,
  });
  const report = data?.items[0];
  return (
    <div role="status" className="flex items-center gap-2 rounded-md border border-line px-3 py-2">
      {report ? (
        <>
          <ReportMark report={report} />
          <span>
            {report.result
              ? report.result.findings > 0
                ? `Received ${plural(report.result.findings, "finding")}.`
                : "Received; there is no finding in it."
              : report.error
                ? report.error.message
                : "Receiving…"}{" "}
            <TextLink href={`/imports?report=${report.id}`}>See the import</TextLink>
          </span>
        </>
      ) : (
        <>
          <LoaderCircle size={14} aria-hidden="true" className="animate-spin text-ink-3" />
          <span className="text-ink-2">Listening…</span>
        </>
      )}
    </div>
  );
}
