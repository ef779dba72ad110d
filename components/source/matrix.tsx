"use client";

import { useGridKeys } from "@/components/data-table/use-grid-keys";
import { areaName } from "@/components/posture/area-words";
import { Coverage } from "@/components/posture/marks";
import { percent } from "@/components/ui/format";
import { PlainLink } from "@/components/ui/text-link";
import type { Sources } from "@/lib/client/contract/source";
import { SourceMark } from "./cell";

type Cluster = Sources["clusters"][number];

/** Clusters × tools: who speaks of what, and when last. On a phone each cluster shows only who was heard. */
export function SourceMatrix({ sources }: { sources: Sources }) {
  const { clusters, tools } = sources;
  return (
    <>
      <div className="overflow-x-auto max-md:hidden">
        <Grid sources={sources} />
      </div>
      <ul aria-label="Clusters by source" className="divide-y divide-line md:hidden">
        {clusters.map((cluster) => (
          <li key={cluster.slug} className="space-y-2 py-3">
            <p className="flex items-baseline justify-between gap-3">
              <PlainLink href={`/clusters/${cluster.slug}`} className="min-w-0 truncate font-medium">
                {cluster.name}
              </PlainLink>
              <span className="shrink-0 text-small text-ink-2">{percent(cluster.overall.coverage)} covered</span>
            </p>
            <ul className="grid grid-cols-3 gap-1.5">
              {tools
                .filter((tool) => cluster.cells.some((cell) => cell.tool === tool))
                .map((tool) => (
                  <li key={tool} className="min-w-0">
                    <span aria-hidden="true" className="block truncate text-small text-ink-2">
                      {tool}
                    </span>
                    <Cell cluster={cluster} tool={tool} sources={sources} />
                  </li>
                ))}
            </ul>
            <Gaps cluster={cluster} />
          </li>
        ))}
      </ul>
    </>
  );
}

function Cell({
  cluster,
  tool,
  sources,
  tabIndex,
}: {
  cluster: Cluster;
  tool: string;
  sources: Sources;
  tabIndex?: number;
}) {
  return (
    <SourceMark
      cell={cluster.cells.find((cell) => cell.tool === tool)}
      cluster={cluster}
      tool={tool}
      windowDays={sources.windowDays}
      tabIndex={tabIndex}
    />
  );
}

function Grid({ sources }: { sources: Sources }) {
  const { clusters, tools } = sources;
  const grid = useGridKeys(clusters.length, tools.length + 1);
  return (
    <table
      aria-label="Clusters by source"
      onKeyDown={grid.onKeyDown}
      className="w-full border-separate border-spacing-x-0.5 border-spacing-y-0.5"
    >
      <caption className="sr-only">When each source was last heard. Arrow keys move from cell to cell.</caption>
      <thead className="text-small text-ink-2">
        <tr>
          <th scope="col" className="sticky left-0 z-10 h-8 bg-paper text-left align-bottom font-normal">
            Cluster
          </th>
          <th scope="col" className="h-8 pr-3 text-right align-bottom font-normal">
            Coverage
          </th>
          {tools.map((tool) => (
            <th key={tool} scope="col" className="h-8 min-w-14 px-1 align-bottom font-normal">
              {tool}
            </th>
          ))}
          <th scope="col" className="h-8 min-w-36 pl-3 text-left align-bottom font-normal">
            Never assessed
          </th>
        </tr>
      </thead>
      <tbody>
        {clusters.map((cluster, row) => (
          <tr key={cluster.slug}>
            <th scope="row" className="sticky left-0 z-10 h-9 max-w-56 min-w-32 bg-paper pr-3 text-left font-normal">
              <span className="flex min-w-0 items-center gap-2">
                <PlainLink
                  href={`/clusters/${cluster.slug}`}
                  data-cell={`${row}:0`}
                  tabIndex={grid.tabIndexOf(row, 0)}
                  className="truncate font-medium"
                >
                  {cluster.name}
                </PlainLink>
              </span>
            </th>
            <td className="pr-3 text-right whitespace-nowrap">
              <Coverage share={cluster.overall.coverage} bar={false} />
            </td>
            {tools.map((tool, column) => (
              <td key={tool} data-cell={`${row}:${column + 1}`} className="p-0">
                <Cell cluster={cluster} tool={tool} sources={sources} tabIndex={grid.tabIndexOf(row, column + 1)} />
              </td>
            ))}
            <td className="pl-3">
              <Gaps cluster={cluster} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** Areas of a cluster that nothing has ever assessed, and uploads that nobody could make anything of. */
function Gaps({ cluster }: { cluster: Cluster }) {
  if (cluster.unknown.length === 0 && !cluster.unrecognised) return null;
  return (
    <span className="flex flex-wrap items-center gap-x-2 gap-y-1 text-small">
      {cluster.unknown.length > 0 && (
        <span className="flex min-w-0 items-center gap-1.5">
          <span aria-hidden="true" className="hatch size-4 shrink-0 rounded-sm border border-line-strong" />
          <span>
            <span className="sr-only">Never assessed: </span>
            {cluster.unknown.map((area) => areaName[area].toLowerCase()).join(", ")}
          </span>
        </span>
      )}
      {cluster.unrecognised && (
        <PlainLink
          href={`/imports?report=${cluster.unrecognised.report}`}
          data-tip={cluster.unrecognised.message}
          className="text-critical"
        >
          1 upload not recognised
        </PlainLink>
      )}
    </span>
  );
}
