"use client";

import { useQuery } from "@tanstack/react-query";
import { type Column, DataTable } from "@/components/data-table/table";
import { PartFailure } from "@/components/ui/failure";
import { SkeletonRows } from "@/components/ui/skeleton";
import { Ago, Moment } from "@/components/ui/time";
import type { DeliveryRow } from "@/lib/client/contract/integration";
import { deliveriesQuery } from "@/lib/client/queries/notices";
import { noticeKinds } from "@/lib/domain/notice/kinds";

const columns: Column<DeliveryRow>[] = [
  {
    key: "what",
    head: "What",
    grow: true,
    cell: (one) => (
      <>
        {noticeKinds[one.kind].label}
        {one.person && <span className="text-ink-2"> to {one.person}</span>}
      </>
    ),
  },
  { key: "made", head: "Made", align: "right", from: "sm", cell: (one) => <Ago at={one.createdAt} /> },
  { key: "tries", head: "Tries", align: "right", from: "sm", cell: (one) => one.attempts },
  {
    key: "state",
    head: "State",
    grow: true,
    cell: (one) => {
      if (one.deliveredAt) return <span className="text-ink-2">delivered</span>;
      const error = one.error ? `: ${one.error}` : "";
      if (one.failedAt) return <span className="text-critical">given up{error}</span>;
      if (!one.nextAt || one.attempts === 0) return "waits";
      return (
        <span className="text-critical">
          failed{error}; next try <Moment at={one.nextAt} />
        </span>
      );
    },
  },
];

/** The latest messages of an integration, what is not delivered first. */
export function Deliveries({ id }: { id: number }) {
  const { data, error, refetch } = useQuery(deliveriesQuery(id));
  if (error && !data) return <PartFailure error={error} onRetry={refetch} />;
  if (!data) return <SkeletonRows rows={3} />;
  if (data.items.length === 0) return <p className="text-small text-ink-2">Nothing was sent yet.</p>;
  return <DataTable label="Deliveries" columns={columns} rows={data.items} rowKey={(one) => one.id} />;
}
