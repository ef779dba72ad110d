"use client";

import { bytes, count, duration, percent, plural } from "@/components/ui/format";
import { PlainLink } from "@/components/ui/text-link";
import { Ago } from "@/components/ui/time";
import type { Report } from "@/lib/client/contract/report";
import { Held } from "./held";
import { Progress, ReportMark } from "./mark";
import { reportStateName, resultInWords, runningStates, senderInWords, shareDone } from "./words";

/** One import: what came, from whom, and what it did or why it did nothing. */
export function ReportRow({ report, href }: { report: Report; href: string }) {
  const name = report.fileName ?? `Report ${report.id}`;
  return (
    <li className="relative border-b border-line px-1 py-2 hover:bg-hover">
      <div className="flex items-start gap-3">
        <span className="pt-px">
          <ReportMark report={report} />
        </span>
        <span className="min-w-0 flex-1">
          <PlainLink href={href} scroll={false} className="block truncate font-medium after:absolute after:inset-0">
            {name}
          </PlainLink>
          <span className="block truncate text-small text-ink-2">
            {[
              report.tool && [report.tool, report.toolVersion].filter(Boolean).join(" "),
              report.cluster ?? "no cluster",
              senderInWords(report.receivedBy),
            ]
              .filter(Boolean)
              .join(" · ")}
          </span>
          {report.result && (
            <span className="block truncate text-small sm:hidden">{resultInWords(report.result, report.format)}</span>
          )}
        </span>
        <Outcome report={report} />
        <span className="w-14 shrink-0 pt-px text-right text-small text-ink-2">
          <Ago at={report.receivedAt} />
        </span>
      </div>
      {report.error && (
        <p className="mt-1 ml-7.5 font-mono text-small break-words text-critical">{report.error.message}</p>
      )}
      {report.state === "held" && (
        <div className="relative z-10 mt-2 ml-7.5">
          <Held report={report} />
        </div>
      )}
    </li>
  );
}

function Outcome({ report }: { report: Report }) {
  const { result, progress, state } = report;
  if (runningStates.includes(state)) {
    const share = shareDone(report);
    return (
      <span className="w-40 shrink-0 space-y-1.5 pt-1 text-right text-small text-ink-2 tabular sm:w-64">
        <Progress share={state === "processing" ? share : null} label={`Reading ${report.fileName ?? report.id}`} />
        <span className="block truncate">
          {state === "processing"
            ? `${percent(share ?? 0)} of ${bytes(progress.bytes)}, ${plural(progress.findings, "finding")}`
            : reportStateName[state]}
        </span>
      </span>
    );
  }
  if (!result) return <span className="shrink-0 pt-px text-small text-critical">{reportStateName[state]}</span>;
  return (
    <span className="max-w-[45%] shrink-0 pt-px text-right text-small max-sm:hidden">
      <span className="block">
        {result.dryRun && <span className="text-ink-2">Preview: </span>}
        {resultInWords(result, report.format)}
      </span>
      <span className="block text-ink-2 tabular">
        {result.findings > 0 && `${count(result.findings)} in the file, `}
        {duration(result.ms)}
      </span>
    </span>
  );
}
