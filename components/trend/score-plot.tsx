"use client";

import { CartesianGrid, ComposedChart, Line, Tooltip, XAxis, YAxis } from "recharts";
import { ChartTip } from "@/components/charts/chart-tip";
import { chart } from "@/components/charts/theme";
import { dayText, shortDay } from "@/components/ui/time-format";
import type { Point } from "./series";

const shared = { type: "linear", dot: false, activeDot: false, connectNulls: false, isAnimationActive: false } as const;

/** Score and coverage on one scale of 0 to 100: a score that rises while coverage falls is no good news. */
export default function ScorePlot({ points }: { points: Point[] }) {
  return (
    <ComposedChart
      responsive
      data={points}
      margin={{ top: 8, right: 8, bottom: 0, left: 0 }}
      className="w-full"
      style={{ height: 240 }}
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
        width={36}
        domain={[0, 100]}
        ticks={[0, 25, 50, 75, 100]}
        tick={chart.text}
        axisLine={false}
        tickLine={false}
      />
      <Tooltip cursor={{ stroke: chart.axis }} isAnimationActive={false} content={ScoreTip} />
      <Line {...shared} dataKey="coverage" stroke="var(--ink-3)" strokeWidth={1.5} strokeDasharray="1 2" />
      <Line {...shared} dataKey="previousScore" stroke="var(--ink)" strokeWidth={1} strokeDasharray="3 3" />
      <Line {...shared} dataKey="score" stroke="var(--ink)" strokeWidth={2} />
    </ComposedChart>
  );
}

type TipProps = { active?: boolean; payload?: readonly { payload?: Point }[] };

function ScoreTip({ active, payload }: TipProps) {
  const point = payload?.[0]?.payload;
  if (!active || !point) return null;
  return (
    <ChartTip title={dayText(point.day)}>
      <p>score {point.score ?? "unknown"}</p>
      <p className="text-ink-2">coverage {point.coverage === null ? "unknown" : `${point.coverage} %`}</p>
      {point.previousScore !== null && <p className="text-ink-2">{point.previousScore} in the period before</p>}
    </ChartTip>
  );
}
