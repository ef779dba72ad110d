import { ChartFrame } from "@/components/charts/frame";
import { type Column, DataTable } from "@/components/data-table/table";
import { percent } from "@/components/ui/format";
import { Empty } from "@/components/ui/notice";
import { PlainLink } from "@/components/ui/text-link";
import type { TrendRow, Trends } from "@/lib/client/contract/trend";
import { type Change, flowChange, inShort, knownBefore, openChange } from "./change";
import { Delta } from "./delta";
import { TrendScore } from "./score-mark";

/** Each row with both periods: what it is now, what it was, and what lies between. */
export function TrendTable({ trends, href }: { trends: Trends; href: (row: TrendRow) => string | null }) {
  const rows = trends.rows.length > 1 ? [...trends.rows, trends.total] : trends.rows;
  const title = `By ${trends.by}`;
  return (
    <ChartFrame title={title} table={() => tableOf(trends)}>
      {rows.length === 0 ? (
        <Empty title="Nothing of these days" />
      ) : (
        <DataTable
          label={title}
          columns={columns(trends, href)}
          rows={rows}
          rowKey={(row) => (row === trends.total ? "total" : `row ${row.key ?? ""}`)}
          rowClass={(row) =>
            row === trends.total && trends.rows.length > 1 && "font-medium border-t border-line-strong"
          }
        />
      )}
    </ChartFrame>
  );
}

const nouns = { team: "Team", cluster: "Cluster", area: "Area", severity: "Severity" } as const;

function columns(trends: Trends, href: (row: TrendRow) => string | null): Column<TrendRow>[] {
  const whole = knownBefore(trends) === "whole";
  const figure = (
    key: string,
    head: string,
    of: (row: TrendRow) => Change,
    from?: "sm" | "md" | "lg",
  ): Column<TrendRow> => ({
    key,
    head,
    from,
    align: "right",
    cell: (row) => <Both change={of(row)} />,
  });
  return [
    {
      key: "name",
      head: nouns[trends.by],
      grow: true,
      cell: (row) => {
        const to = row === trends.total ? null : href(row);
        const name = row === trends.total ? "All" : row.name;
        return to ? (
          <PlainLink href={to} className="text-body font-medium">
            {name}
          </PlainLink>
        ) : (
          <span className="text-body">{name}</span>
        );
      },
    },
    { key: "score", head: "Score", align: "right", cell: (row) => <TrendScore row={row} small /> },
    {
      key: "coverage",
      head: "Coverage",
      from: "md",
      align: "right",
      cell: (row) => <span className="text-ink-2">{percent(row.now.end.coverage)}</span>,
    },
    figure("open", "Open", (row) => openChange(row, trends.since)),
    figure("opened", "Opened", (row) => flowChange(row, "opened", whole), "lg"),
    figure("fixed", "Fixed", (row) => flowChange(row, "fixed", whole), "md"),
    figure("mttr", "To repair", (row) => flowChange(row, "mttrDays", whole), "md"),
    figure("sla", "In time", (row) => flowChange(row, "sla", whole), "lg"),
  ];
}

/** "41 → 28 ▾13"; the period before stands aside on narrow windows. */
function Both({ change }: { change: Change }) {
  if (change.now === null && change.before === null)
    return (
      <span className="text-ink-3">
        <span aria-hidden="true">–</span>
        <span className="sr-only">unknown</span>
      </span>
    );
  const quiet = change.now === null ? "text-ink-3" : undefined;
  return (
    <span className="inline-flex items-baseline justify-end gap-1.5">
      {change.before !== null && (
        <span className="text-ink-3 max-xl:hidden">
          {inShort(change.before, change.unit)} <span aria-hidden="true">→</span>
        </span>
      )}
      <span className={quiet}>{change.now === null ? "–" : inShort(change.now, change.unit)}</span>
      <span className="inline-block min-w-8 text-left">
        <Delta change={change} />
      </span>
    </span>
  );
}

function tableOf(trends: Trends) {
  const round = (value: number | null) => (value === null ? null : Math.round(value * 10) / 10);
  const share = (value: number | null) => (value === null ? null : Math.round(value * 100));
  const known = knownBefore(trends) === "whole";
  const before = (value: number | null) => (known ? value : null);
  return {
    head: [
      ...["Name", "Score", "Score at the start", "Coverage %", "Open", "Open at the start", "Opened", "Opened before"],
      ...["Reopened", "Reopened before", "Fixed", "Fixed before", "Accepted", "MTTR, days", "MTTR before, days"],
      ...["In time %", "In time before %"],
    ],
    rows: [...trends.rows, { ...trends.total, name: "All" }].map(({ name, now, before: past }) => [
      ...[name, round(now.end.score), round(now.start.score), share(now.end.coverage), now.end.openTotal],
      ...[now.start.openTotal, now.opened, before(past.opened), now.reopened, before(past.reopened), now.fixed],
      ...[before(past.fixed), now.acceptedNew, round(now.mttrDays), before(round(past.mttrDays)), share(now.sla)],
      before(share(past.sla)),
    ]),
  };
}
