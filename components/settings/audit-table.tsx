import type { z } from "zod";
import { type Column, DataTable } from "@/components/data-table/table";
import { Sideways } from "@/components/ui/sideways";
import { Moment } from "@/components/ui/time";
import type { AuditRow } from "@/lib/client/contract/admin";

type Row = z.output<typeof AuditRow>;

const columns: Column<Row>[] = [
  { key: "id", head: "Entry", align: "right", from: "lg", cell: (row) => <span className="text-ink-2">{row.id}</span> },
  { key: "at", head: "When", cell: (row) => <Moment at={row.at} /> },
  { key: "actor", head: "Who", cell: (row) => <Who row={row} /> },
  { key: "action", head: "Did what", from: "sm", cell: (row) => <span className="font-mono">{row.action}</span> },
  { key: "target", head: "To what", from: "sm", cell: (row) => row.target },
  {
    key: "detail",
    head: "Detail",
    from: "md",
    grow: true,
    cell: (row) => {
      const text = detailText(row.detail);
      return (
        <span className="font-mono text-ink-2" title={text}>
          {text}
        </span>
      );
    },
  },
];

/** On a phone with what they did to what, for which there is no room beside it. */
function Who({ row }: { row: Row }) {
  return (
    <>
      <span className="font-medium">{row.actor.replace(/^user:/, "")}</span>
      <span className="block font-mono text-ink-2 sm:hidden">{row.action}</span>
      <span className="block max-w-56 truncate text-ink-2 sm:hidden">{row.target}</span>
    </>
  );
}

/** Entries, newest first. */
export function AuditTable({ rows }: { rows: Row[] }) {
  return (
    <Sideways label="Entries of the audit log">
      <DataTable label="Audit log" columns={columns} rows={rows} rowKey={(row) => row.id} />
    </Sideways>
  );
}

/** `role: devops → security, name: Ada`; what is nested stays JSON. */
export function detailText(detail: unknown): string {
  if (detail === null || typeof detail !== "object") return detail === null ? "" : String(detail);
  const short = (value: unknown) => (typeof value === "string" ? value : JSON.stringify(value ?? null));
  return Object.entries(detail)
    .filter(([, value]) => value !== null && value !== undefined)
    .map(([key, value]) => {
      const change = value as { before?: unknown; after?: unknown };
      const isChange = typeof value === "object" && value !== null && ("before" in value || "after" in value);
      return `${key}: ${isChange ? `${short(change.before)} → ${short(change.after)}` : short(value)}`;
    })
    .join(", ");
}
