"use client";

import { type Column, DataTable } from "@/components/data-table/table";
import { count, points } from "@/components/ui/format";
import { PlainLink } from "@/components/ui/text-link";
import { Due } from "@/components/ui/time";
import type { FixRow } from "@/lib/client/contract/fix";
import { FixGlyph, Gain, Kev } from "./marks";

const many = (list: readonly string[], noun: string) =>
  list.length === 0 ? "–" : list.length === 1 ? list[0] : `${list.length} ${noun}`;

function columns(href: (id: string) => string, openId: string | null): Column<FixRow>[] {
  return [
    {
      key: "title",
      head: "Fix",
      grow: true,
      cell: (fix) => (
        <span className="flex items-center gap-2">
          <FixGlyph kind={fix.kind} />
          <PlainLink
            href={href(fix.id)}
            scroll={false}
            data-fix={fix.id}
            aria-current={fix.id === openId || undefined}
            className="min-w-0 truncate text-body font-medium max-sm:line-clamp-2 max-sm:py-1 max-sm:whitespace-normal"
            data-tip={fix.title}
          >
            {fix.title}
          </PlainLink>
          <Kev value={fix.kev} />
        </span>
      ),
    },
    {
      key: "points",
      head: "Points",
      align: "right",
      cell: (fix) => <span className="font-medium">−{points(fix.points)}</span>,
    },
    { key: "gain", head: "Score", align: "right", cell: (fix) => <Gain score={fix.score} /> },
    { key: "findings", head: "Findings", align: "right", from: "sm", cell: (fix) => count(fix.findings) },
    { key: "workloads", head: "Touches", align: "right", from: "md", cell: (fix) => count(fix.workloads) },
    {
      key: "cluster",
      head: "Cluster",
      from: "lg",
      cell: (fix) => (
        <span className="text-ink-2" data-tip={fix.clusters.join(", ") || "Not deployed"}>
          {many(fix.clusters, "clusters")}
        </span>
      ),
    },
    {
      key: "team",
      head: "Team",
      from: "lg",
      cell: (fix) => (
        <span className="text-ink-2" data-tip={fix.teams.join(", ")}>
          {fix.fixTeam ?? (fix.teamCount > 1 ? `${fix.teamCount} teams` : many(fix.teams, "teams"))}
        </span>
      ),
    },
    { key: "due", head: "Due", from: "md", cell: (fix) => (fix.dueAt ? <Due at={fix.dueAt} /> : "–") },
    {
      key: "assignee",
      head: "Assignee",
      from: "xl",
      cell: (fix) => <span className="text-ink-2">{fix.assignee ?? "–"}</span>,
    },
  ];
}

/** Fixes, those first that take most away. */
export function FixTable({
  label,
  rows,
  href,
  openId = null,
}: {
  label: string;
  rows: FixRow[];
  href: (id: string) => string;
  openId?: string | null;
}) {
  return <DataTable label={label} columns={columns(href, openId)} rows={rows} rowKey={(fix) => fix.id} />;
}

export function fixTableData(rows: readonly FixRow[]) {
  return {
    head: [
      "Fix",
      "Kind",
      "Points removed",
      "Score before",
      "Score after",
      "Findings",
      "KEV",
      "Touches",
      "Clusters",
      "Teams",
      "Due",
      "Assignee",
    ],
    rows: rows.map((fix) => [
      ...[fix.title, fix.kind, fix.points, fix.score.before, fix.score.after, fix.findings, fix.kev, fix.workloads],
      ...[fix.clusters.join(" "), fix.teams.join(" "), fix.dueAt, fix.assignee],
    ]),
  };
}
