"use client";

import dynamic from "next/dynamic";
import { ChartFrame } from "@/components/charts/frame";
import { ChartKey } from "@/components/charts/key";
import { severityFill, severityName, severityOrder } from "@/components/severity/words";
import { count } from "@/components/ui/format";
import { dayText } from "@/components/ui/time-format";
import type { Trends } from "@/lib/client/contract/trend";
import { markedDays, openTable, pointsOf } from "./series";

const OpenPlot = dynamic(() => import("./open-plot"), { ssr: false });

/** Open findings over the period, and what came and went. */
export function OpenChart({ trends }: { trends: Trends }) {
  const points = pointsOf(trends);
  const { start, end } = trends.total.now;
  const shown = severityOrder.filter((one) => points.some((point) => (point[one] ?? 0) > 0));
  const words = `Open findings from ${dayText(trends.from)} to ${dayText(trends.to)}: ${count(start.openTotal)} at the start, ${count(end.openTotal)} at the end.`;
  return (
    <ChartFrame title="Open findings over time" table={() => openTable(trends)}>
      <figure aria-label={words} className="pt-2">
        <div style={{ height: 350 }}>
          <OpenPlot points={points} marks={markedDays(trends)} />
        </div>
        <ChartKey
          entries={[
            ...shown.map((one) => ({ text: severityName[one], className: severityFill[one] })),
            { text: "period before", className: "border-dashed border-ink", line: true },
            { text: "opened", className: "bg-ink-2" },
            { text: "fixed", className: "bg-accent-fill" },
          ]}
        />
      </figure>
    </ChartFrame>
  );
}
