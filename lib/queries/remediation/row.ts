import type { Scope } from "@/lib/authz/scope";
import type { Run } from "@/lib/db/read";
import { lookUp, type Named } from "../names";
import { all, type Parameters } from "../sql";
import { ownTeam, visible } from "../visible";

export interface ProgressRecord {
  open: number;
  fixed: number;
  excepted: number;
  unproven: number;
  awaitingScan: number;
  kev: number;
  elsewhere: number;
  /** Tenths. */
  points: number;
  pointsAll: number;
}

export interface RemediationStored extends ProgressRecord {
  id: number;
  title: string;
  teamId: number;
  assigneeId: number | null;
  state: number;
  version: number;
  fixId: number | null;
  dueAt: Date | null;
  createdBy: number | null;
  createdAt: Date;
  stateAt: Date;
  claimedAt: Date | null;
  reason: string | null;
  sentBack: number;
  reopened: number;
  comments: number;
}

export interface RemediationRecord extends RemediationStored {
  team: Named | null;
  assignee: { id: number; name: string } | null;
  creator: string | null;
}

/** Remediations are seen by their team, and by those who see everything. */
export function ownRemediations(scope: Scope, p: Parameters, alias: string): string[] {
  return scope.teams === "*" ? [] : [ownTeam(scope, p, `${alias}.team_id`)];
}

/** Columns of `r` as they are shown, without what is counted. */
export const remediationColumns = `r.id, r.title, r.team_id AS "teamId", r.assignee_id AS "assigneeId", r.state, r.version,
  r.fix_id AS "fixId", r.due_at AS "dueAt", r.created_by AS "createdBy", r.created_at AS "createdAt", r.state_at AS "stateAt",
  r.claimed_at AS "claimedAt", r.reason, r.sent_back AS "sentBack", r.reopened`;

/** What is counted of `r`, as `n`: of items within the scope. Those that its team can see no more are `elsewhere`. */
export function counted(scope: Scope, p: Parameters): string {
  const mine = all(["c.remediation_id = r.id", ...visible(scope, p, "c")]);
  const here = "(c.team_id = r.team_id OR c.fix_team_id = r.team_id)";
  const sum = (column: string) => `coalesce(sum(c.${column}) FILTER (WHERE ${here}), 0)`;
  return `SELECT ${sum("open")}::int AS open, ${sum("fixed")}::int AS fixed, ${sum("excepted")}::int AS excepted,
      ${sum("unproven")}::int AS unproven, ${sum("awaiting_scan")}::int AS "awaitingScan", ${sum("kev")}::int AS kev,
      ${sum("points")}::float8 AS points, ${sum("points_all")}::float8 AS "pointsAll",
      coalesce(sum(c.open + c.fixed + c.excepted + c.unproven) FILTER (WHERE NOT ${here}), 0)::int AS elsewhere
    FROM remediation_count c WHERE ${mine}`;
}

export const commentCount =
  "(SELECT count(*)::int FROM remediation_comment m WHERE m.remediation_id = r.id) AS comments";

/** With the names that the reader may know. */
export async function named(run: Run, scope: Scope, rows: readonly RemediationStored[]): Promise<RemediationRecord[]> {
  const names = await lookUp(run, scope, {
    teams: rows.map(({ teamId }) => teamId),
    users: rows.flatMap(({ assigneeId, createdBy }) => [assigneeId, createdBy]),
  });
  return rows.map((row) => {
    const name = names.users.get(row.assigneeId ?? 0)?.name;
    return {
      ...row,
      team: names.teams.get(row.teamId) ?? null,
      assignee: row.assigneeId !== null && name !== undefined ? { id: row.assigneeId, name } : null,
      creator: names.users.get(row.createdBy ?? 0)?.name ?? null,
    };
  });
}
