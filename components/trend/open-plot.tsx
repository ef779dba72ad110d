"use client";

import { Area, Bar, CartesianGrid, ComposedChart, Line, ReferenceLine, Tooltip, XAxis, YAxis } from "recharts";
import { ChartTip } from "@/components/charts/chart-tip";
import { chart, severityChartFill, severityOverTime } from "@/components/charts/theme";
import { countsInWords } from "@/components/severity/counts";
import { severityOrder } from "@/components/severity/words";
import { count } from "@/components/ui/format";
import { dayText, shortDay } from "@/components/ui/time-format";
import type { Marked, Point } from "./series";

const margin = { top: 16, right: 8, bottom: 0, left: 0 };
const axisWidth = 52;

/** Open findings stacked by severity, the worst at the axis; under them what was opened and what was fixed. */
export default function OpenPlot({ points, marks }: { points: Point[]; marks: Marked[] }) {
  return (
    <>
      <ComposedChart responsive data={points} syncId="trend" margin={margin} className="w-full" style={{ height: 240 }}>
        <CartesianGrid vertical={false} stroke={chart.grid} />
        <XAxis dataKey="day" hide />
        <YAxis
          width={axisWidth}
          tick={chart.text}
          axisLine={false}
          tickLine={false}
          tickFormatter={count}
          allowDecimals={false}
        />
        <Tooltip cursor={{ stroke: chart.axis }} isAnimationActive={false} content={OpenTip} />
        {severityOrder.map((severity) => (
          <Area
            key={severity}
            dataKey={severity}
            stackId="open"
            type="linear"
            stroke="none"
            fill={severityChartFill[severity]}
            fillOpacity={severityOverTime[severity]}
            connectNulls={false}
            isAnimationActive={false}
            activeDot={false}
          />
        ))}
        <Line
          dataKey="previousTotal"
          type="linear"
          stroke="var(--ink)"
          strokeWidth={1}
          strokeDasharray="3 3"
          dot={false}
          activeDot={false}
          connectNulls={false}
          isAnimationActive={false}
        />
        {marks.map((mark) => (
          <ReferenceLine
            key={mark.day}
            x={mark.day}
            stroke="var(--ink-3)"
            strokeDasharray="1 3"
            label={{ value: mark.number, position: "top", fill: "var(--ink-2)", fontSize: 11 }}
          />
        ))}
      </ComposedChart>
      <ComposedChart
        responsive
        data={points}
        syncId="trend"
        stackOffset="sign"
        margin={{ ...margin, top: 4 }}
        barCategoryGap="20%"
        className="w-full"
        style={{ height: 110 }}
      >
        <CartesianGrid vertical={false} stroke={chart.grid} />
        <XAxis
          dataKey="day"
          tick={chart.text}
          axisLine={{ stroke: chart.axis }}
          tickLine={false}
          tickMargin={6}
          tickFormatter={shortDay}
          minTickGap={40}
          interval="preserveStartEnd"
          height={26}
        />
        <YAxis
          width={axisWidth}
          tick={chart.text}
          axisLine={false}
          tickLine={false}
          tickFormatter={(value: number) => count(Math.abs(value))}
          allowDecimals={false}
          tickCount={3}
        />
        <Tooltip cursor={{ fill: chart.cursor }} isAnimationActive={false} content={() => null} />
        <ReferenceLine y={0} stroke={chart.axis} />
        <Bar dataKey="opened" stackId="flow" fill="var(--ink-2)" isAnimationActive={false} />
        <Bar dataKey="fixed" stackId="flow" fill="var(--accent-fill)" isAnimationActive={false} />
      </ComposedChart>
    </>
  );
}

type TipProps = { active?: boolean; payload?: readonly { payload?: Point }[] };

function OpenTip({ active, payload }: TipProps) {
  const point = payload?.[0]?.payload;
  if (!active || !point) return null;
  return (
    <ChartTip title={dayText(point.day)}>
      {point.open === null ? (
        <p>not known</p>
      ) : (
        <>
          <p>
            {count(point.total ?? 0)} open: {countsInWords(point.open)}
          </p>
          <p className="text-ink-2">
            {count(point.opened ?? 0)} opened, {count(-(point.fixed ?? 0))} fixed
          </p>
          {point.previousTotal !== null && (
            <p className="text-ink-2">{count(point.previousTotal)} at this point of the period before</p>
          )}
        </>
      )}
    </ChartTip>
  );
}
