import { type Column, DataTable } from "@/components/data-table/table";
import { cellHref } from "@/components/source/words";
import { count } from "@/components/ui/format";
import { Empty } from "@/components/ui/notice";
import { Section } from "@/components/ui/page";
import { PlainLink } from "@/components/ui/text-link";
import { Ago } from "@/components/ui/time";
import type { PlaceDetail } from "@/lib/client/contract/posture";

type Source = NonNullable<PlaceDetail["sources"]>[number];

const columns = (cluster?: string): Column<Source>[] => [
  {
    key: "tool",
    head: "Source",
    cell: (row) =>
      cluster ? (
        <PlainLink href={cellHref(cluster, row.tool)} className="font-medium">
          {row.tool}
        </PlainLink>
      ) : (
        <span className="font-medium">{row.tool}</span>
      ),
  },
  { key: "class", head: "Looks for", grow: true, cell: (row) => <span className="text-ink-2">{row.class}</span> },
  { key: "targets", head: "Targets", align: "right", from: "sm", cell: (row) => count(row.targets) },
  {
    key: "complete",
    head: "Complete",
    from: "sm",
    cell: (row) => (
      <span
        className="text-ink-2"
        data-tip={row.complete ? "What it no longer reports closes" : "It never closes anything"}
      >
        {row.complete ? "yes" : "no"}
      </span>
    ),
  },
  {
    key: "heard",
    head: "Last heard",
    align: "right",
    cell: (row) => (
      <span className={row.stale ? "hatch rounded-sm p-0.5" : undefined}>
        <span className={row.stale ? "rounded-sm bg-paper px-1 font-medium" : "text-ink-2"}>
          {row.observedAt ? <Ago at={row.observedAt} /> : "never"}
          {row.stale && ", stale"}
        </span>
      </span>
    ),
  },
];

/** Who looks at this place, at what, and when last. Of a cluster each source leads to what it spoke of. */
export function Sources({ sources, cluster }: { sources: Source[]; cluster?: string }) {
  return (
    <Section
      title="Evidence"
      aside={
        <PlainLink href="/sources" className="text-small text-accent">
          All sources
        </PlainLink>
      }
    >
      {sources.length === 0 ? (
        <Empty title="Nobody has looked yet">Every area stays unknown until a report comes in.</Empty>
      ) : (
        <DataTable
          label="Evidence by source"
          columns={columns(cluster)}
          rows={sources}
          rowKey={(row) => `${row.tool} ${row.class}`}
        />
      )}
    </Section>
  );
}
