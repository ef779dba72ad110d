"use client";

import { useQuery } from "@tanstack/react-query";
import { type Column, DataTable } from "@/components/data-table/table";
import { buttonClass } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { PartFailure } from "@/components/ui/failure";
import { count, plural } from "@/components/ui/format";
import { Empty, Notice } from "@/components/ui/notice";
import { SkeletonRows } from "@/components/ui/skeleton";
import { PlainLink, TextLink } from "@/components/ui/text-link";
import { Ago, Moment } from "@/components/ui/time";
import type { SourceTargets } from "@/lib/client/contract/source";
import { sourceQuery } from "@/lib/client/queries/sources";
import { importsHref } from "./words";

type At = { cluster: string; tool: string };
type Target = SourceTargets["items"][number];

/** What is behind a cell of the matrix: the last failure, the targets with the longest unheard first, the reports. */
export function SourceDialog({ at, onClose }: { at: At | null; onClose: () => void }) {
  const { cluster, tool } = at ?? { cluster: "", tool: "" };
  const { data, error, refetch } = useQuery({ ...sourceQuery(cluster, tool), enabled: at !== null });
  return (
    <Dialog
      title={`${tool} on ${data?.cluster.name ?? cluster}`}
      open={at !== null}
      onClose={onClose}
      width="max-w-2xl"
      footer={
        <PlainLink href={importsHref(cluster, tool)} className={buttonClass("secondary")}>
          Its reports
        </PlainLink>
      }
    >
      {data ? (
        <Content source={data} />
      ) : error ? (
        <PartFailure error={error} onRetry={refetch} />
      ) : (
        <SkeletonRows rows={6} />
      )}
    </Dialog>
  );
}

function Content({ source }: { source: SourceTargets }) {
  const { failure, held, targets, observedAt, items } = source;
  return (
    <div className="space-y-4">
      {failure && (
        <Notice
          tone="bad"
          action={
            <TextLink href={`/imports?report=${failure.report}`} className="text-small">
              The upload
            </TextLink>
          }
        >
          <p className="font-medium">
            The last report could not be read (<Ago at={failure.at} suffix=" ago" />)
          </p>
          <p className="font-mono text-small break-words">{failure.message}</p>
        </Notice>
      )}
      {held && (
        <Notice
          tone="warn"
          action={
            <TextLink href={`/imports?state=held&report=${held}`} className="text-small">
              Decide
            </TextLink>
          }
        >
          The last report would close most of what is open, and waits until security says whether that is right.
        </Notice>
      )}
      {observedAt === null ? (
        <Empty title="Never heard">No report of this tool has said anything of this cluster.</Empty>
      ) : targets === 0 ? (
        <p className="text-ink-2">
          The cluster last sent its objects <Moment at={observedAt} />. They say what runs where, and find nothing by
          themselves.
        </p>
      ) : (
        <>
          <p className="text-ink-2">
            Last heard <Moment at={observedAt} />, of {plural(targets, "target")}. {freshness(source)}
          </p>
          <div className="max-h-[50vh] overflow-y-auto">
            <DataTable label="Targets" columns={columns} rows={items} rowKey={(row) => `${row.kind} ${row.name}`} />
          </div>
          {targets > items.length && (
            <p className="text-small text-ink-2">
              The {count(items.length)} that were heard of the longest ago, of {count(targets)}.
            </p>
          )}
        </>
      )}
    </div>
  );
}

function freshness({ stale, targets, windowDays }: SourceTargets): string {
  if (stale === 0) return `Of each of them within the last ${windowDays} days.`;
  if (stale === targets) return `Of none of them within the last ${windowDays} days: what is known is stale.`;
  return `${count(stale)} of them not within the last ${windowDays} days: what is known of these is stale.`;
}

/** The end of an image's name tells more than its registry, and is kept on a narrow screen. */
function TargetName({ name }: { name: string }) {
  const cut = name.lastIndexOf("/") + 1;
  return (
    <span data-tip={name} className="flex min-w-0">
      <span className="min-w-0 truncate text-ink-2">{name.slice(0, cut)}</span>
      <span className="max-w-full shrink-0 truncate">{name.slice(cut)}</span>
    </span>
  );
}

const columns: Column<Target>[] = [
  { key: "name", head: "Target", grow: true, cell: (row) => <TargetName name={row.name} /> },
  {
    key: "kind",
    head: "Kind",
    from: "sm",
    cell: (row) => <span className="text-ink-2">{row.kind.replace("_", " ")}</span>,
  },
  {
    key: "classes",
    head: "Looks for",
    from: "md",
    cell: (row) => <span className="text-ink-2">{row.classes.join(", ")}</span>,
  },
  {
    key: "heard",
    head: "Last heard",
    align: "right",
    cell: (row) => (
      <span className={row.stale ? "hatch rounded-sm p-0.5" : undefined}>
        <span className={row.stale ? "rounded-sm bg-raised px-1 font-medium" : "text-ink-2"}>
          <Ago at={row.observedAt} />
          {row.stale && ", stale"}
        </span>
      </span>
    ),
  },
];
