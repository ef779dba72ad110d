import { type Column, DataTable } from "@/components/data-table/table";
import { Change, Coverage, ExposedKev } from "@/components/posture/marks";
import { ScorePill } from "@/components/posture/score-pill";
import { SeverityCounts } from "@/components/severity/counts";
import { count } from "@/components/ui/format";
import { PlainLink } from "@/components/ui/text-link";
import { Ago } from "@/components/ui/time";
import type { ClusterRow } from "@/lib/client/contract/admin";
import type { PostureRow } from "@/lib/client/contract/posture";

type Row = PostureRow & { inventoryAt?: string | null };

const columns: Column<Row>[] = [
  {
    key: "name",
    head: "Cluster",
    grow: true,
    cell: (row) => (
      <span className="flex items-center gap-2">
        <PlainLink
          href={row.key === null ? "/findings?cluster=none" : `/clusters/${row.key}`}
          className="truncate text-body font-medium"
        >
          {row.name}
        </PlainLink>
        <ExposedKev value={row.overall.exposedKev} short />
      </span>
    ),
  },
  {
    key: "environment",
    head: "Environment",
    from: "lg",
    cell: (row) => <span className="text-ink-2">{row.environment}</span>,
  },
  { key: "score", head: "Score", cell: (row) => <ScorePill score={row.overall} label={row.name} /> },
  {
    key: "change",
    head: <span data-tip="Change against 7 days ago">Δ 7 d</span>,
    align: "right",
    from: "sm",
    cell: (row) => <Change value={row.overall.change} />,
  },
  {
    key: "coverage",
    head: "Coverage",
    align: "right",
    cell: (row) => <Coverage share={row.overall.coverage} />,
  },
  {
    key: "open",
    head: "Present findings",
    align: "right",
    from: "lg",
    cell: (row) => <SeverityCounts counts={row.open} />,
  },
  {
    key: "findings",
    head: "All",
    align: "right",
    cell: (row) => <PlainLink href={`/findings?cluster=${row.key ?? "none"}`}>{count(row.findings)}</PlainLink>,
  },
  { key: "fixable", head: "Fixable", align: "right", from: "xl", cell: (row) => count(row.fixable) },
  { key: "workloads", head: "Workloads", align: "right", from: "xl", cell: (row) => count(row.workloads) },
  {
    key: "inventory",
    head: "Inventory",
    align: "right",
    from: "xl",
    cell: (row) => (row.inventoryAt ? <Ago at={row.inventoryAt} /> : <span className="text-ink-3">none</span>),
  },
];

/** Every cluster with what it needs; the order is the server's, the most urgent first. */
export function ClusterTable({ rows, clusters }: { rows: PostureRow[]; clusters: ClusterRow[] }) {
  const inventory = new Map(clusters.map((one) => [one.slug, one.inventoryAt]));
  return (
    <DataTable
      label="Clusters"
      columns={columns}
      rows={rows.map((row) => ({ ...row, inventoryAt: row.key === null ? null : inventory.get(row.key) }))}
      rowKey={(row) => row.key ?? ""}
    />
  );
}
