"use client";

import dynamic from "next/dynamic";
import { ChartFrame } from "@/components/charts/frame";
import { ChartKey } from "@/components/charts/key";
import { percent } from "@/components/ui/format";
import { Empty } from "@/components/ui/notice";
import type { Trends } from "@/lib/client/contract/trend";
import { inUnit } from "./change";
import { pointsOf, scoreTable } from "./series";

const ScorePlot = dynamic(() => import("./score-plot"), { ssr: false });

/** Score over the period, with the coverage that it rests on. */
export function ScoreChart({ trends }: { trends: Trends }) {
  const { end } = trends.total.now;
  const points = pointsOf(trends);
  return (
    <ChartFrame title="Score and coverage over time" table={() => scoreTable(trends)}>
      {points.every(({ score }) => score === null) ? (
        <Empty title="No score">
          A score is of whole areas: it has none of one severity, nor where nothing was assessed.
        </Empty>
      ) : (
        <figure
          aria-label={`Score and coverage: ${inUnit(end.score, "score")} at the end, ${percent(end.coverage)} covered`}
          className="pt-2"
        >
          <div style={{ height: 240 }}>
            <ScorePlot points={points} />
          </div>
          <ChartKey
            entries={[
              {
                text: `score, ${inUnit(end.score, "score")} at the end`,
                className: "border-t-2 border-ink",
                line: true,
              },
              { text: "period before", className: "border-dashed border-ink", line: true },
              { text: `coverage, ${percent(end.coverage)}`, className: "border-dotted border-ink-3", line: true },
            ]}
          />
        </figure>
      )}
    </ChartFrame>
  );
}
