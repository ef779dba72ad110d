import { Globe } from "lucide-react";
import { type Column, DataTable } from "@/components/data-table/table";
import { SeverityCounts } from "@/components/severity/counts";
import { points } from "@/components/ui/format";
import { Empty } from "@/components/ui/notice";
import { Section } from "@/components/ui/page";
import { PlainLink } from "@/components/ui/text-link";
import type { PlaceDetail } from "@/lib/client/contract/posture";

type Workload = NonNullable<PlaceDetail["workloads"]>[number];

const findings = (row: Workload) =>
  `/findings?cluster=${row.cluster.slug}&namespace=${encodeURIComponent(row.namespace)}&asset=${encodeURIComponent(row.name)}`;

const running = { yes: null, no: "not running", unknown: "not known to run" } as const;

function columns(showCluster: boolean): Column<Workload>[] {
  return [
    {
      key: "name",
      head: "Workload",
      grow: true,
      cell: (row) => (
        <span className="flex items-center gap-2">
          <PlainLink href={findings(row)} className="truncate text-body">
            {showCluster && <span className="text-ink-2">{row.cluster.name} / </span>}
            <span className="text-ink-2">{row.namespace} / </span>
            <span className="font-medium">{row.name}</span>
          </PlainLink>
          {row.exposed && (
            <span
              role="img"
              aria-label="Reachable from the internet"
              data-tip="Reachable from the internet"
              className="shrink-0 text-high"
            >
              <Globe size={14} aria-hidden="true" />
            </span>
          )}
          {running[row.running] && <span className="shrink-0 text-ink-3">{running[row.running]}</span>}
        </span>
      ),
    },
    { key: "kind", head: "Kind", from: "lg", cell: (row) => <span className="text-ink-2">{row.workloadKind}</span> },
    {
      key: "team",
      head: "Team",
      from: "md",
      cell: (row) =>
        row.team ? (
          <PlainLink href={`/teams/${row.team.slug}`} className="text-ink-2">
            {row.team.name}
          </PlainLink>
        ) : (
          <span className="text-critical">unowned</span>
        ),
    },
    { key: "open", head: "Open", from: "sm", align: "right", cell: (row) => <SeverityCounts counts={row.open} /> },
    {
      key: "points",
      head: "Points",
      align: "right",
      cell: (row) => <span className="font-medium">{points(row.points)}</span>,
    },
  ];
}

/** Workloads, the heaviest first. */
export function Workloads({ workloads, showCluster = false }: { workloads: Workload[]; showCluster?: boolean }) {
  return (
    <Section title="Workloads by risk">
      {workloads.length === 0 ? (
        <Empty title="No workload is known">
          Import the cluster's objects (<code className="font-mono text-small">kubectl get … -o json</code>) or a report
          that names workloads.
        </Empty>
      ) : (
        <DataTable
          label="Workloads by risk"
          columns={columns(showCluster)}
          rows={workloads}
          rowKey={(row) => `${row.cluster.slug}/${row.namespace}/${row.workloadKind}/${row.name}`}
        />
      )}
    </Section>
  );
}
