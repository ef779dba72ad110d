"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { type Column, DataTable } from "@/components/data-table/table";
import { changed } from "@/components/finding/address";
import type { Go } from "@/components/finding/use-address";
import { Button } from "@/components/ui/button";
import { Failure } from "@/components/ui/failure";
import { count, plural, points } from "@/components/ui/format";
import { SkeletonRows } from "@/components/ui/skeleton";
import { Ago, Due } from "@/components/ui/time";
import type { RemediationRow } from "@/lib/client/contract/remediation";
import { remediationsQuery } from "@/lib/client/queries/remediations";
import { isFiltered, listParams } from "./address";
import { assigneeText, Marks } from "./card";
import { NothingPlanned } from "./nothing";
import { Progress } from "./progress";
import { StateName } from "./state";

/** The same as a table, for many. */
export function RemediationList({ address, go }: { address: URLSearchParams; go: Go }) {
  const list = useInfiniteQuery(remediationsQuery(listParams(address)));
  const rows = list.data?.pages.flatMap((page) => page.items) ?? [];
  if (list.error && !list.data) return <Failure error={list.error} onRetry={list.refetch} />;
  if (list.isPending) return <SkeletonRows rows={14} />;
  if (rows.length === 0) return <NothingPlanned filtered={isFiltered(address) || address.has("state")} />;
  return (
    <div className="space-y-3">
      <DataTable label="Remediations" columns={columns(address, go)} rows={rows} rowKey={(row) => String(row.id)} />
      <p className="flex items-center gap-3 text-small text-ink-2">
        {plural(list.data.pages[0]?.count.value ?? rows.length, "remediation")}
        {list.hasNextPage && (
          <Button size="sm" busy={list.isFetchingNextPage} onClick={() => list.fetchNextPage()}>
            Show more
          </Button>
        )}
      </p>
    </div>
  );
}

const columns = (address: URLSearchParams, go: Go): Column<RemediationRow>[] => [
  {
    key: "title",
    head: "Remediation",
    grow: true,
    cell: (row) => {
      const next = changed(address, { remediation: String(row.id) });
      return (
        <a
          href={`?${next}`}
          data-remediation={row.id}
          onClick={(event) => {
            if (event.metaKey || event.ctrlKey || event.shiftKey) return;
            event.preventDefault();
            go(next);
          }}
          className="rounded-sm font-medium underline-offset-3 hover:underline"
        >
          {row.title}
        </a>
      );
    },
  },
  { key: "state", head: "State", cell: (row) => <StateName state={row.state} /> },
  {
    key: "marks",
    head: <span className="sr-only">Marks</span>,
    from: "md",
    cell: (row) => (
      <span className="inline-flex items-center gap-2">
        <Marks row={row} />
      </span>
    ),
  },
  {
    key: "progress",
    head: "Progress",
    from: "sm",
    cell: (row) => (
      <div className="w-32">
        <Progress progress={row.progress} />
      </div>
    ),
  },
  { key: "team", head: "Team", from: "lg", cell: (row) => row.team.name },
  { key: "who", head: "Assigned to", from: "lg", cell: assigneeText },
  { key: "due", head: "Due", from: "md", cell: (row) => (row.dueAt ? <Due at={row.dueAt} /> : "–") },
  { key: "points", head: "Points left", align: "right", from: "xl", cell: (row) => points(row.progress.points) },
  { key: "open", head: "Open", align: "right", from: "xl", cell: (row) => count(row.progress.open) },
  { key: "since", head: "In this state", align: "right", from: "xl", cell: (row) => <Ago at={row.stateAt} /> },
];
