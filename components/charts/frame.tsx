"use client";

import { ChartColumn, Copy, Table2 } from "lucide-react";
import { type ReactNode, useState } from "react";
import { IconButton } from "@/components/ui/button";
import { Section } from "@/components/ui/page";
import { Sideways } from "@/components/ui/sideways";
import { useToast } from "@/components/ui/toast";
import { type TableData, toCsv } from "./csv";

/**
 * A picture with its numbers behind it: "show as table" and "copy CSV" on each. `table` is only asked for when
 * somebody wants it.
 */
export function ChartFrame({
  title,
  aside,
  table,
  children,
}: {
  title: string;
  aside?: ReactNode;
  table: () => TableData;
  children: ReactNode;
}) {
  const [plain, setPlain] = useState(false);
  const say = useToast();

  async function copy() {
    await navigator.clipboard.writeText(toCsv(table()));
    say(`${title}: copied as CSV`);
  }

  return (
    <Section
      title={title}
      aside={
        <span className="flex items-center gap-1">
          {aside}
          <IconButton
            size="sm"
            className="print:hidden"
            label={plain ? `${title}: show as picture` : `${title}: show as table`}
            onClick={() => setPlain(!plain)}
          >
            {plain ? <ChartColumn size={14} aria-hidden="true" /> : <Table2 size={14} aria-hidden="true" />}
          </IconButton>
          <IconButton size="sm" className="print:hidden" label={`${title}: copy CSV`} onClick={copy}>
            <Copy size={14} aria-hidden="true" />
          </IconButton>
        </span>
      }
    >
      {plain ? <PlainTable {...table()} label={title} /> : children}
    </Section>
  );
}

function PlainTable({ head, rows, label }: TableData & { label: string }) {
  return (
    <Sideways label={`${label}, as table`}>
      <table className="w-full text-small tabular">
        <thead>
          <tr>
            {head.map((name) => (
              <th
                key={name}
                scope="col"
                className="h-8 border-b border-line px-2 text-left font-normal whitespace-nowrap text-ink-2"
              >
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={String(row[0])}>
              {row.map((value, index) => (
                <td key={head[index]} className="h-8 border-b border-line px-2 whitespace-nowrap">
                  {value ?? "unknown"}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </Sideways>
  );
}
