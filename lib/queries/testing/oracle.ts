import type { Pool } from "pg";
import type { Scope } from "@/lib/authz/scope";
import type { DueWord } from "@/lib/domain/sla/standing";
import { areas, fixStates, kinds, severities } from "@/lib/domain/vocabulary";
import type { FindingSort } from "../finding/order";
import type { FindingRequest } from "../finding/request";
import { stateCodes } from "../finding/states";

/** What a request means, said as plainly as SQL can: joins, ILIKE and no index in mind. */
function conditions(scope: Scope, request: FindingRequest, value: (of: unknown) => string): string[] {
  const is = (wanted: unknown, text: (n: string) => string) => (wanted === undefined ? [] : [text(value(wanted))]);
  // Teams of others are nameless: asking for one by name finds nothing.
  const named = (team: string) =>
    scope.teams === "*"
      ? `coalesce(${team}.slug, 'none')`
      : `CASE WHEN ${team}.id IS NULL THEN 'none' WHEN ${team}.id = ANY (${value(scope.teams)}::int[]) THEN ${team}.slug END`;
  return [
    `f.state = ANY (${value(stateCodes(request.state))}::int[])`,
    ...is(
      scope.teams === "*" ? undefined : scope.teams,
      (n) => `(f.team_id = ANY (${n}::int[]) OR f.fix_team_id = ANY (${n}::int[]))`,
    ),
    ...is(request.cluster, (n) => `coalesce(c.slug, 'none') = ANY (${n}::text[])`),
    ...is(request.environment, (n) => `c.environment = ANY (${n}::text[])`),
    ...is(request.namespace, (n) => `q.namespace = ANY (${n}::text[]) AND f.place_id > 0`),
    ...is(request.team, (n) => `${named("t")} = ANY (${n}::text[])`),
    ...is(request.fixTeam, (n) => `${named("x")} = ANY (${n}::text[])`),
    ...is(request.severity?.map(severities.code), (n) => `f.severity = ANY (${n}::int[])`),
    ...is(request.area?.map(areas.code), (n) => `f.area = ANY (${n}::int[])`),
    ...is(request.kind?.map(kinds.code), (n) => `f.kind = ANY (${n}::int[])`),
    ...is(request.fix?.map(fixStates.code), (n) => `f.fix_state = ANY (${n}::int[])`),
    ...is(request.kev, (n) => `(f.flags & 1 = 1) = ${n}::bool`),
    ...is(request.exposed, (n) => `(f.flags & 4 = 4) = ${n}::bool`),
    ...(request.assignee === "none" ? ["f.assignee_id IS NULL"] : []),
    ...is(request.assignee === "me" ? (scope.userId ?? -1) : undefined, (n) => `f.assignee_id = ${n}::int`),
    ...is(request.due && new Date(), (n) => `f.state < 4 AND ${dues[request.due as DueWord](`${n}::timestamptz`)}`),
    ...is(request.asset, (n) => `s.name = ${n}::text`),
    ...is(
      request.q,
      (n) => `EXISTS (SELECT 1 FROM (SELECT r.title UNION ALL SELECT r.code UNION ALL SELECT s.name
        UNION ALL SELECT a.alias FROM rule_alias a WHERE a.rule_id = r.id) x(text) WHERE strpos(lower(x.text), lower(${n}::text)) > 0)`,
    ),
  ];
}

const dues: Readonly<Record<DueWord, (now: string) => string>> = {
  breached: (now) => `f.due_at < ${now}`,
  at_risk: (now) => `f.due_at >= ${now} AND f.due_at < ${now} + interval '3 days'`,
  soon: (now) => `f.due_at >= ${now} AND f.due_at < ${now} + interval '7 days'`,
};

const orders: Readonly<Record<FindingSort, string>> = {
  risk: "f.severity DESC, f.points DESC, f.id DESC",
  newest: "f.first_seen_at DESC, f.id DESC",
  due: "f.due_at ASC NULLS LAST, f.id ASC",
};

/** Ids of all findings that match, in order. */
export async function expectedIds(
  pool: Pool,
  scope: Scope,
  request: FindingRequest,
  sort: FindingSort,
): Promise<string[]> {
  const values: unknown[] = [];
  const where = conditions(scope, request, (of) => `$${values.push(of)}`);
  const { rows } = await pool.query<{ id: string }>(
    `SELECT f.id::text FROM finding f JOIN rule r ON r.id = f.rule_id JOIN subject s ON s.id = f.subject_id
     JOIN place q ON q.id = f.place_id LEFT JOIN cluster c ON c.id = f.cluster_id
     LEFT JOIN team t ON t.id = f.team_id LEFT JOIN team x ON x.id = f.fix_team_id
     WHERE ${where.join(" AND ")} ORDER BY ${orders[sort]}`,
    values,
  );
  return rows.map((row) => row.id);
}
