import { Globe } from "lucide-react";
import { Fragment } from "react";
import { Part } from "@/components/ui/drawer-part";
import { percent, plural, points } from "@/components/ui/format";
import { PlainLink } from "@/components/ui/text-link";
import type { FindingDetail } from "@/lib/client/contract/finding";
import { shortVersion } from "./words";

/** Why it matters here: the points, and what they are the product of. */
export function Why({ finding }: { finding: FindingDetail }) {
  const { epss } = finding.ruleInfo;
  return (
    <Part title="Why it matters here" aside={epss === null ? undefined : `EPSS ${percent(epss)}`}>
      {finding.pointsParts.length === 0 ? (
        <p className="text-ink-2">It weighs nothing: no points.</p>
      ) : (
        <p className="leading-6 text-ink-2">
          {finding.pointsParts.map((part, index) => (
            <Fragment key={part.label}>
              {index > 0 && " × "}
              <span className="whitespace-nowrap">
                <span className="font-semibold text-ink tabular">{points(part.value)}</span> {part.label}
              </span>
            </Fragment>
          ))}
          {" = "}
          <span className="rounded-sm bg-sunken px-1.5 py-0.5 whitespace-nowrap">
            <span className="font-semibold text-ink tabular">{points(finding.points)}</span> points
          </span>
        </p>
      )}
      <Workloads finding={finding} />
    </Part>
  );
}

function Workloads({ finding }: { finding: FindingDetail }) {
  if (finding.workloads.length === 0) return null;
  const exposed = finding.workloads.filter((one) => one.exposed).length;
  return (
    <div className="mt-3">
      <p className="text-small text-ink-2">
        Runs in {plural(finding.places, "workload")}
        {exposed > 0 && `, ${exposed === finding.places ? "all" : exposed} reachable from the internet`}
      </p>
      <ul className="mt-1 divide-y divide-line text-small">
        {finding.workloads.map((one) => (
          <li key={`${one.kind}/${one.namespace}/${one.name}`} className="flex min-h-8 items-center gap-2 py-1">
            <PlainLink
              href={`/findings?asset=${encodeURIComponent(`${one.namespace}/${one.name}`)}`}
              className="min-w-0 truncate"
            >
              {one.namespace} / {one.name}
            </PlainLink>
            {one.exposed && (
              <span
                role="img"
                aria-label="Reachable from the internet"
                data-tip="Reachable from the internet"
                className="text-high"
              >
                <Globe size={14} aria-hidden="true" />
              </span>
            )}
            <span className="ml-auto shrink-0 text-ink-2">
              {one.kind}
              {one.version && (
                <span className="ml-2 font-mono" data-tip={one.version}>
                  {shortVersion(one.version)}
                </span>
              )}
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}
