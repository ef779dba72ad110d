"use client";

import { Bar, BarChart, CartesianGrid, Tooltip, XAxis, YAxis } from "recharts";
import { type Counts, countsInWords } from "@/components/severity/counts";
import { severityName, severityOrder } from "@/components/severity/words";
import { count } from "@/components/ui/format";
import { chart, severityChartFill } from "./theme";

export type SeverityBarsRow = { name: string; counts: Counts };

export const barHeight = 34;

/** Stacked bars, one per place; worst at the axis, so that the eye compares what matters on one line. */
export default function SeverityBars({ rows, onPick }: { rows: SeverityBarsRow[]; onPick: (index: number) => void }) {
  const data = rows.map((row) => ({ name: row.name, ...row.counts, counts: row.counts }));
  return (
    <BarChart
      responsive
      layout="vertical"
      data={data}
      barCategoryGap={9}
      margin={{ top: 0, right: 16, bottom: 0, left: 0 }}
      className="w-full"
      style={{ height: rows.length * barHeight + 28 }}
    >
      <CartesianGrid horizontal={false} stroke={chart.grid} />
      <XAxis
        type="number"
        tick={chart.text}
        axisLine={false}
        tickLine={false}
        tickMargin={4}
        tickFormatter={count}
        height={28}
        allowDecimals={false}
      />
      <YAxis
        type="category"
        dataKey="name"
        width={120}
        tick={chart.text}
        axisLine={{ stroke: chart.axis }}
        tickLine={false}
        interval={0}
      />
      <Tooltip cursor={{ fill: chart.cursor }} isAnimationActive={false} content={Tip} />
      {severityOrder.map((severity) => (
        <Bar
          key={severity}
          dataKey={severity}
          name={severityName[severity]}
          stackId="open"
          fill={severityChartFill[severity]}
          isAnimationActive={false}
          cursor="pointer"
          onClick={(_, index) => onPick(index)}
        />
      ))}
    </BarChart>
  );
}

type TipProps = { active?: boolean; payload?: readonly { payload?: { name: string; counts: Counts } }[] };

function Tip({ active, payload }: TipProps) {
  const row = payload?.[0]?.payload;
  if (!active || !row) return null;
  return (
    <div className="rounded-md border border-line-strong bg-raised px-2 py-1 text-small shadow-float">
      <span className="font-medium">{row.name}</span>: {countsInWords(row.counts)}
    </div>
  );
}
