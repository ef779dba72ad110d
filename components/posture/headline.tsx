import { percent, points } from "@/components/ui/format";
import type { PostureRow } from "@/lib/client/contract/posture";
import { Change, ExposedKev } from "./marks";
import { ScoreWhy } from "./score-explain";

/** The figures of a place beside its title: score, change, coverage, accepted risk, exposed KEV. */
export function Headline({ row, findings, kev }: { row: PostureRow; findings: string | null; kev: string | null }) {
  const { overall } = row;
  return (
    <div className="flex flex-wrap items-baseline gap-x-4 gap-y-1 text-body text-ink-2">
      <span className="inline-flex items-baseline gap-2">
        <ScoreWhy score={overall} label={row.name} findings={findings} className="text-title" />
        {overall.change !== null && (
          <span>
            {Math.round(overall.change) === 0 ? (
              "no change in 7 days"
            ) : (
              <>
                <Change value={overall.change} /> in 7 days
              </>
            )}
          </span>
        )}
      </span>
      <span>
        coverage{" "}
        <span className={overall.coverage < 0.5 ? "font-medium text-ink tabular" : "tabular"}>
          {percent(overall.coverage)}
        </span>
      </span>
      {overall.acceptedPoints > 0 && (
        <span data-tip="Findings whose risk is accepted still count in the score.">
          accepted risk <span className="tabular">{points(overall.acceptedPoints)}</span> points
        </span>
      )}
      <ExposedKev value={overall.exposedKev} href={kev ?? undefined} />
    </div>
  );
}
