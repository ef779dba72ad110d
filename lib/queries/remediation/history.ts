import type { Scope } from "@/lib/authz/scope";
import type { Run } from "@/lib/db/read";
import { type RemediationAxis, remediationAxes, remediationStates } from "@/lib/domain/vocabulary";
import { lookUp } from "../names";
import { all, Parameters } from "../sql";

export interface HistoryStep {
  id: string;
  at: Date;
  axis: RemediationAxis;
  before: string | null;
  after: string | null;
  text: string | null;
  /** How many findings it is about, of those that the reader's teams had to do with then. */
  findings: number | null;
  actor: string | null;
  person: boolean;
}

interface Stored {
  id: string;
  at: Date;
  axis: number;
  before: number | null;
  after: number | null;
  text: string | null;
  findings: number | null;
  actorId: number | null;
}

const MOST = 500;

/** What happened to a remediation, the newest first. Names and numbers within the scope only. */
export async function historyOf(run: Run, scope: Scope, id: number): Promise<HistoryStep[]> {
  const p = new Parameters();
  const conditions = [`e.remediation_id = ${p.add(id, "int")}`];
  if (scope.teams !== "*") {
    const teams = p.add(scope.teams, "int[]");
    conditions.push(`(e.team_id IS NULL OR e.team_id = ANY (${teams}) OR e.fix_team_id = ANY (${teams}))`);
  }
  const rows = await run<Stored>({
    text: `SELECT max(e.id)::text AS id, max(e.at) AS at, e.axis, CASE WHEN e.team_id IS NULL THEN e.before END AS before,
        CASE WHEN e.team_id IS NULL THEN e.after END AS after, max(e.text) AS text,
        (sum(e.after) FILTER (WHERE e.team_id IS NOT NULL))::int AS findings, max(e.actor_id) AS "actorId"
      FROM remediation_event e WHERE ${all(conditions)}
      GROUP BY e.version, e.axis, e.team_id IS NULL, 4, 5, CASE WHEN e.team_id IS NULL THEN e.id END
      ORDER BY e.version DESC, max(e.id) DESC LIMIT ${MOST}`,
    values: p.values,
  });
  const values = (axis: RemediationAxis) =>
    rows.filter((row) => remediationAxes.word(row.axis) === axis).flatMap((row) => [row.before, row.after]);
  const names = await lookUp(run, scope, {
    users: [...rows.map((row) => row.actorId), ...values("assignee")],
    teams: values("team"),
  });
  const word = (axis: RemediationAxis, value: number | null): string | null => {
    if (value === null) return null;
    if (axis === "state") return remediationStates.word(value);
    if (axis === "assignee") return names.users.get(value)?.name ?? "somebody";
    if (axis === "team") return names.teams.get(value)?.name ?? "another team";
    return axis === "due" ? new Date(value * 1000).toISOString() : String(value);
  };
  return rows.map(({ actorId, axis: code, before, after, ...row }) => {
    const axis = remediationAxes.word(code);
    return {
      ...row,
      axis,
      before: word(axis, before),
      after: word(axis, after),
      actor: names.users.get(actorId ?? 0)?.name ?? null,
      person: actorId !== null,
    };
  });
}
