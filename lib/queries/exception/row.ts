import type { Scope } from "@/lib/authz/scope";
import type { Run } from "@/lib/db/read";
import { lookUp, type Named } from "../names";
import { all, type Parameters } from "../sql";
import { visible } from "../visible";

interface Stored {
  id: number;
  state: number;
  decision: number;
  ruleId: number;
  rule: string;
  title: string;
  kev: boolean;
  subjectId: number | null;
  clusterId: number | null;
  namespace: string | null;
  teamId: number | null;
  reason: string;
  requestedById: number | null;
  requestedAt: Date;
  decidedById: number | null;
  decidedAt: Date | null;
  expiresAt: Date;
  endedById: number | null;
  endedAt: Date | null;
  renews: number | null;
  evidence: string | null;
  links: string[];
  justification: string | null;
  source: string | null;
  note: string | null;
  n: number | null;
  severity: number | null;
}

/** An exception with the names of its scope: null for any. Of people, those whom the reader may know. */
export interface ExceptionRecord extends Stored {
  asset: { kind: number; name: string } | null;
  cluster: Named | null;
  team: Named | null;
  requestedBy: string | null;
  decidedBy: string | null;
  endedBy: string | null;
}

export const coveredMost = 1_000;

/** What the reader may see: what is for a team of theirs, and what decides on a finding of theirs. */
export function visibleExceptions(scope: Scope, p: Parameters): string[] {
  if (scope.teams === "*") return [];
  const teams = p.add(scope.teams, "int[]");
  return [
    `(x.team_id = ANY (${teams}) OR x.team_id IS NULL AND EXISTS (SELECT 1 FROM finding_exception l
      WHERE l.exception_id = x.id AND (l.team_id = ANY (${teams}) OR l.fix_team_id = ANY (${teams}))))`,
  ];
}

/** Exceptions that these conditions (alias x) leave, the newest first. */
export async function exceptionRecords(
  run: Run,
  scope: Scope,
  p: Parameters,
  conditions: readonly string[],
  limit: number,
): Promise<ExceptionRecord[]> {
  const covered = all(["l.exception_id = x.id", ...visible(scope, p, "l")]);
  const rows = await run<Stored>({
    text: `SELECT x.id, x.state, x.decision, x.rule_id AS "ruleId", r.code AS rule, r.title, r.kev, x.subject_id AS "subjectId",
        x.cluster_id AS "clusterId", x.namespace, x.team_id AS "teamId", x.reason, x.requested_by AS "requestedById",
        x.requested_at AS "requestedAt", x.decided_by AS "decidedById", x.decided_at AS "decidedAt", x.expires_at AS "expiresAt",
        x.ended_by AS "endedById", x.ended_at AS "endedAt", x.renews_id AS renews, x.evidence, x.links, x.justification, x.source,
        x.note, c.n, c.severity
      FROM (SELECT * FROM exception x WHERE ${all([...conditions, ...visibleExceptions(scope, p)])} ORDER BY x.id DESC LIMIT ${limit}) x
      JOIN rule r ON r.id = x.rule_id
      LEFT JOIN LATERAL (SELECT count(*)::int AS n, max(severity) AS severity
        FROM (SELECT l.severity FROM finding_exception l WHERE ${covered} LIMIT ${coveredMost + 1}) l) c ON x.state = 1
      ORDER BY x.id DESC`,
    values: p.values,
  });
  const names = await lookUp(run, scope, {
    subjects: rows.map((row) => row.subjectId),
    clusters: rows.map((row) => row.clusterId),
    teams: rows.map((row) => row.teamId),
    users: rows.flatMap((row) => [row.requestedById, row.decidedById, row.endedById]),
  });
  const person = (id: number | null) => names.users.get(id ?? 0)?.name ?? null;
  return rows.map((row) => ({
    ...row,
    asset: names.subjects.get(row.subjectId ?? 0) ?? null,
    cluster: names.clusters.get(row.clusterId ?? 0) ?? null,
    team: names.teams.get(row.teamId ?? 0) ?? null,
    requestedBy: person(row.requestedById),
    decidedBy: person(row.decidedById),
    endedBy: person(row.endedById),
  }));
}
