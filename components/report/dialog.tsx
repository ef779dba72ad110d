"use client";

import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { Dialog } from "@/components/ui/dialog";
import { bytes, count, duration } from "@/components/ui/format";
import { Notice } from "@/components/ui/notice";
import { SkeletonRows } from "@/components/ui/skeleton";
import { TextLink } from "@/components/ui/text-link";
import { Moment } from "@/components/ui/time";
import type { Report } from "@/lib/client/contract/report";
import { reportQuery } from "@/lib/client/queries/reports";
import { Held } from "./held";
import { reportStateName, senderInWords } from "./words";

/** Everything about one import, with every number that it came to. */
export function ReportDialog({ id, onClose }: { id: string | null; onClose: () => void }) {
  const { data, error } = useQuery({ ...reportQuery(id ?? ""), enabled: id !== null });
  return (
    <Dialog title={data?.fileName ?? `Import ${id ?? ""}`} open={id !== null} onClose={onClose} width="max-w-xl">
      {data ? (
        <Content report={data} />
      ) : error ? (
        <Notice role="alert">{error.message}</Notice>
      ) : (
        <SkeletonRows rows={6} />
      )}
    </Dialog>
  );
}

function Content({ report }: { report: Report }) {
  const { result } = report;
  return (
    <div className="space-y-4">
      {report.error && (
        <Notice tone="bad">
          <span className="font-mono text-small break-words">{report.error.message}</span>
        </Notice>
      )}
      <Held report={report} />
      <dl className="grid grid-cols-[9rem_1fr] gap-x-4 gap-y-1">
        <Line name="State">{reportStateName[report.state]}</Line>
        <Line name="Cluster">
          {report.cluster ? <TextLink href={`/clusters/${report.cluster}`}>{report.cluster}</TextLink> : "none"}
        </Line>
        <Line name="Tool">{[report.tool, report.toolVersion].filter(Boolean).join(" ") || "not recognised"}</Line>
        <Line name="Format">{report.format ?? "not recognised"}</Line>
        <Line name="Observed">{report.observedAt ? <Moment at={report.observedAt} /> : "no date"}</Line>
        <Line name="Received">
          <Moment at={report.receivedAt} />{" "}
          {report.receivedBy && <span className="text-ink-2">{senderInWords(report.receivedBy)}</span>}
        </Line>
        <Line name="Size">{bytes(report.progress.bytes)}</Line>
        {result && <Line name="Took">{duration(result.ms)}</Line>}
      </dl>
      {result && (
        <>
          <dl className="grid grid-cols-3 gap-px overflow-hidden rounded-md border border-line bg-line sm:grid-cols-5">
            {(["created", "reopened", "closed", "updated", "unchanged"] as const).map((name) => (
              <div key={name} className="bg-raised px-3 py-2">
                <dt className="text-small text-ink-2">{labels[name]}</dt>
                <dd className="font-semibold tabular">{count(result[name])}</dd>
              </div>
            ))}
          </dl>
          <p className="text-small text-ink-2 tabular">
            {count(result.raw)} problems in the file make {count(result.findings)} findings. Detections:{" "}
            {count(result.detections.new)} new, {count(result.detections.changed)} changed,{" "}
            {count(result.detections.gone)} gone, {count(result.detections.same)} as before.
          </p>
          {result.skipped.length > 0 && (
            <ul className="list-disc pl-5 text-small text-ink-2">
              {result.skipped.map((one) => (
                <li key={one.reason}>
                  {count(one.count)} left out: {one.reason}
                </li>
              ))}
            </ul>
          )}
          {result.warnings.map((warning) => (
            <Notice key={warning} tone="warn">
              {warning}
            </Notice>
          ))}
        </>
      )}
    </div>
  );
}

const labels = { created: "New", reopened: "Reopened", closed: "Closed", updated: "Changed", unchanged: "As before" };

function Line({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-ink-2">{name}</dt>
      <dd className="min-w-0 break-words">{children}</dd>
    </>
  );
}
