import type { Run } from "@/lib/db/read";
import type { DueCause } from "@/lib/domain/sla/cause";
import { decisions, presences } from "@/lib/domain/vocabulary";
import type { HistoryRecord } from "./history";
import type { FindingRecord } from "./row";

export interface DueRecord {
  days: number;
  startedAt: Date;
  cause: DueCause;
  environment: string | null;
  paused: boolean;
}

/** The numbers that make the due date of a finding that is there; null: it has none. */
export async function dueOf(run: Run, finding: FindingRecord, history: HistoryRecord[]): Promise<DueRecord | null> {
  if (finding.due_at === null || finding.presence !== presences.code("present")) return null;
  const [row] = await run<{ days: number; started: Date; environment: string | null }>({
    name: "finding-due",
    text: `SELECT f.due_days AS days, f.due_at - due_span(f.due_days) AS started, c.environment
      FROM finding f LEFT JOIN cluster c ON c.id = f.cluster_id WHERE f.id = $1::bigint AND f.due_days IS NOT NULL`,
    values: [finding.id],
  });
  if (!row) return null;
  const changed = history.find(({ axis, after }) => axis === "due" && after !== null)?.note as DueCause | undefined;
  const arrived = row.started.getTime() > finding.first_seen_at.getTime() + 1000;
  return {
    ...{ days: row.days, startedAt: row.started, environment: row.environment },
    cause: changed ?? (arrived ? "arrived" : "first_seen"),
    paused: finding.decision !== decisions.code("none"),
  };
}
