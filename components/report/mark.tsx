import { Check, LoaderCircle, Pause, X } from "lucide-react";
import type { Report } from "@/lib/client/contract/report";
import { reportStateName, runningStates } from "./words";

/** State of an import as a sign; failures and holds are dark, success is quiet. */
export function ReportMark({ report }: { report: Report }) {
  const name = reportStateName[report.state];
  return (
    <span
      role="img"
      aria-label={name}
      data-tip={name}
      className="inline-flex size-4.5 shrink-0 items-center justify-center"
    >
      {runningStates.includes(report.state) && (
        <LoaderCircle size={14} aria-hidden="true" className="animate-spin text-accent" />
      )}
      {report.state === "done" && <Check size={14} aria-hidden="true" className="text-ink-3" />}
      {report.state === "held" && <Pause size={14} aria-hidden="true" className="text-medium" />}
      {report.state === "failed" && <X size={14} aria-hidden="true" className="text-critical" />}
    </span>
  );
}

/** How far a running import is. */
export function Progress({ share, label }: { share: number | null; label: string }) {
  return (
    <span
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={share === null ? undefined : Math.round(share * 100)}
      className="block h-1.5 w-full overflow-hidden rounded-full bg-line"
    >
      <span
        className={
          share === null
            ? "hatch block h-full"
            : "block h-full rounded-full bg-accent-fill transition-[width] duration-300"
        }
        style={{ width: share === null ? "100%" : `${Math.max(2, share * 100)}%` }}
      />
    </span>
  );
}
