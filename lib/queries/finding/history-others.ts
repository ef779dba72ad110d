import type { Scope } from "@/lib/authz/scope";
import type { Run } from "@/lib/db/read";
import { remediationStates } from "@/lib/domain/vocabulary";
import { lookUp } from "../names";
import { Parameters } from "../sql";
import { ownTeam } from "../visible";
import type { HistoryRecord } from "./history";

/** Why exceptions were asked for, by id, as far as the reader may see them. */
export async function exceptionReasons(run: Run, ids: readonly (number | null)[]): Promise<Map<number, string>> {
  const wanted = [...new Set(ids.filter((id): id is number => id !== null && id > 0))];
  if (wanted.length === 0) return new Map();
  const rows = await run<{ id: number; reason: string }>({
    name: "exception-reasons",
    text: "SELECT id, reason FROM exception WHERE id = ANY ($1::int[])",
    values: [wanted],
  });
  return new Map(rows.map(({ id, reason }) => [id, reason]));
}

/** What was planned for a finding and became of it, as far as it is the reader's teams' to know. */
export async function remediationsOf(run: Run, scope: Scope, id: string): Promise<HistoryRecord[]> {
  const p = new Parameters();
  const finding = p.add(id, "bigint");
  const team = scope.teams === "*" ? "" : `AND ${ownTeam(scope, p, "r.team_id")}`;
  const rows = await run<{
    id: number;
    title: string;
    before: number | null;
    after: number | null;
    at: Date;
    recordedAt: Date;
    actor: number | null;
  }>({
    text: `SELECT r.id, r.title, e.before, e.after, e.at, e.recorded_at AS "recordedAt", e.actor_id AS actor
      FROM remediation_item i JOIN remediation r ON r.id = i.remediation_id
      JOIN LATERAL (
        SELECT NULL::int AS before, NULL::int AS after, i.added_at AS at, i.added_at AS recorded_at, NULL::int AS actor_id
        UNION ALL
        SELECT before, after, at, recorded_at, actor_id FROM remediation_event e
        WHERE e.remediation_id = r.id AND e.axis = 1 AND e.recorded_at >= i.added_at) e ON true
      WHERE i.finding_id = ${finding} ${team} ORDER BY e.recorded_at DESC LIMIT 200`,
    values: p.values,
  });
  const names = await lookUp(run, scope, { users: rows.map(({ actor }) => actor) });
  const word = (code: number | null) => (code === null ? null : remediationStates.word(code));
  return rows.map(({ id: remediation, title, before, after, at, recordedAt, actor }) => ({
    ...{ at, recordedAt, axis: "remediation", before: word(before), after: word(after) ?? "planned" },
    ...{ actor: names.users.get(actor ?? 0)?.name ?? null, report: null, note: `#${remediation} ${title}` },
  }));
}
