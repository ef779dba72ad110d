import type { Scope } from "@/lib/authz/scope";
import type { Run } from "@/lib/db/read";
import { endReasons } from "@/lib/domain/exception/vocabulary";
import { dueCause } from "@/lib/domain/sla/cause";
import { areas, axes, decisions, fixStates, presences, severities, works } from "@/lib/domain/vocabulary";
import { lookUp } from "../names";
import { exceptionReasons, remediationsOf } from "./history-others";

export interface HistoryRecord {
  at: Date;
  recordedAt: Date;
  axis: string;
  before: string | null;
  after: string | null;
  actor: string | null;
  report: string | null;
  /** For a due date, why it changed; for an exception, its reason; for a remediation, its title. */
  note: string | null;
}

interface Stored {
  axis: number;
  before: number | null;
  after: number | null;
  at: Date;
  recordedAt: Date;
  actor: number | null;
  report: string | null;
}

const MOST = 500;

const flagWords = ["known to be exploited", "likely to be exploited", "reachable from the internet", "not running"];

/**
 * The journal of a finding in words, the newest first, with that of findings that became one with it. Names of teams,
 * places and people within the scope only.
 */
export async function historyOf(run: Run, scope: Scope, id: string): Promise<HistoryRecord[]> {
  const rows = await run<Stored>({
    name: "finding-journal",
    text: `SELECT axis, before, after, observed_at AS at, recorded_at AS "recordedAt", actor_id AS actor, report_id::text AS report
      FROM finding_event WHERE (finding_id = $1::bigint OR finding_id IN (SELECT id FROM finding_past WHERE into_id = $1::bigint)) ORDER BY recorded_at DESC, id DESC LIMIT ${MOST}`,
    values: [id],
  });
  const values = (axis: string) =>
    rows.filter((row) => axes.word(row.axis) === axis).flatMap((row) => [row.before, row.after]);
  const names = await lookUp(run, scope, {
    teams: [...values("team"), ...values("fix_team")],
    places: values("place"),
    users: [...rows.map((row) => row.actor), ...values("assignee")],
  });
  const reasons = await exceptionReasons(run, values("exception"));
  const steps = new Map<number, Stored[]>();
  for (const row of rows) {
    const key = row.recordedAt.getTime();
    steps.set(key, [...(steps.get(key) ?? []), row]);
  }
  const noteOf = ({ axis, before, after, recordedAt }: Stored): string | null => {
    if (axes.word(axis) === "exception") return reasons.get(after ?? 0) ?? null;
    if (axes.word(axis) !== "due") return null;
    const step = steps.get(recordedAt.getTime()) ?? [];
    return dueCause(
      step.map((row) => ({ ...row, axis: axes.word(row.axis) })),
      before,
    );
  };
  const word = (axis: string, value: number | null): string | null => {
    if (value === null) return null;
    switch (axis) {
      case "presence":
        return presences.word(value);
      case "decision":
        return decisions.word(value);
      case "work":
        return works.word(value);
      case "severity":
        return severities.word(value);
      case "fix":
        return fixStates.word(value);
      case "points":
        return String(value / 10);
      case "awaiting":
        return value === 0 ? "scanned" : "awaiting scan";
      case "team":
      case "fix_team":
        return value === 0 ? "unowned" : (names.teams.get(value)?.name ?? "another team");
      case "place":
        return value === 0 ? "not deployed" : (names.places.get(value)?.namespace ?? "elsewhere");
      case "assignee":
        return names.users.get(value)?.name ?? "somebody";
      case "area":
        return areas.word(value);
      case "flags":
        return flagWords.filter((_, bit) => (value >> bit) & 1).join(", ") || "none";
      case "exception":
        return value > 0 ? `#${value}` : (endReasons[-value] ?? "ended");
      case "first_seen":
      case "due":
        return new Date(value * 1000).toISOString();
      default:
        return String(value);
    }
  };
  const journal = rows.map(({ axis, before, after, actor, ...row }) => ({
    ...row,
    axis: axes.word(axis),
    before: word(axes.word(axis), before),
    after: word(axes.word(axis), after),
    actor: names.users.get(actor ?? 0)?.name ?? null,
    note: noteOf({ ...row, axis, before, after, actor }),
  }));
  const planned = await remediationsOf(run, scope, id);
  return [...journal, ...planned].sort((a, b) => b.recordedAt.getTime() - a.recordedAt.getTime()).slice(0, MOST);
}
