import type { Scope } from "@/lib/authz/scope";
import { reading } from "@/lib/db/read";
import { remediationStates } from "@/lib/domain/vocabulary";
import { all, Parameters } from "../sql";
import { conditionsOf, stateCodes } from "./filter";
import type { RemediationRequest, RemediationSort as Sort } from "./request";
import {
  commentCount,
  counted,
  named,
  type RemediationRecord,
  type RemediationStored,
  remediationColumns,
} from "./row";

/** Where a page ended: the value that it is ordered by (due: milliseconds or null, points: tenths) and the id. */
export interface RemediationCursor {
  sort: Sort;
  value: number | null;
  id: number;
}

export interface RemediationPageRequest extends RemediationRequest {
  sort: Sort;
  cursor: RemediationCursor | null;
  limit: number;
}

export interface RemediationList {
  rows: RemediationRecord[];
  next: RemediationCursor | null;
  count: number;
  byState: Record<string, number>;
}

const orderBy: Readonly<Record<Sort, string>> = {
  due: "m.due NULLS LAST, m.id",
  newest: "m.id DESC",
  points: "m.points DESC, m.id DESC",
};

/**
 * One page of remediations, and how many there are in each state. They are few beside findings, so their keys are all
 * looked at; what is counted of them is read for the page alone, unless it is what they are ordered by.
 */
export async function listRemediations(
  scope: Scope,
  request: RemediationPageRequest,
  now = new Date(),
): Promise<RemediationList> {
  return reading(scope, async (run) => {
    const p = new Parameters();
    const { sort, limit } = request;
    const cursor = request.cursor?.sort === sort ? request.cursor : null;
    const conditions = all(conditionsOf(scope, request, p, now));
    const states = stateCodes(request.state);
    const inState = states ? `m.state = ANY (${p.add(states, "smallint[]")})` : "true";
    const points = sort === "points" ? `, (SELECT points FROM (${counted(scope, p)}) n)::bigint AS points` : "";
    const text = `WITH m AS MATERIALIZED (SELECT r.id, r.state, (extract(epoch FROM r.due_at) * 1000)::bigint AS due${points}
        FROM remediation r WHERE ${conditions}),
      page AS (SELECT m.* FROM m WHERE ${inState} AND ${after(cursor, p)} ORDER BY ${orderBy[sort]} LIMIT ${p.add(limit + 1, "int")})
      SELECT (SELECT jsonb_object_agg(state, n) FROM (SELECT state, count(*) AS n FROM m GROUP BY 1) s) AS "byState", m.*,
        ${remediationColumns}, n.*, ${commentCount}
      FROM (SELECT) one LEFT JOIN page m ON true LEFT JOIN remediation r ON r.id = m.id
      LEFT JOIN LATERAL (${counted(scope, p)}) n ON r.id IS NOT NULL ORDER BY ${orderBy[sort]}`;
    const found = await run<RemediationStored & { byState: Record<string, number> | null; due: string | null }>({
      text,
      values: p.values,
    });
    const byCode = found[0]?.byState ?? {};
    const rows = found.filter((row) => row.id !== null);
    const page = rows.slice(0, limit);
    const last = page.at(-1);
    return {
      rows: await named(run, scope, page),
      next: rows.length > limit && last ? { sort, value: keyOf(sort, last), id: last.id } : null,
      count: Object.entries(byCode).reduce(
        (sum, [code, n]) => sum + (!states || states.includes(Number(code)) ? n : 0),
        0,
      ),
      byState: Object.fromEntries(
        remediationStates.list.map((word) => [word, byCode[remediationStates.code(word)] ?? 0]),
      ),
    };
  });
}

function keyOf(sort: Sort, row: { due: string | null; points: number }): number | null {
  if (sort === "newest") return null;
  if (sort === "points") return Number(row.points);
  return row.due === null ? null : Number(row.due);
}

function after(cursor: RemediationCursor | null, p: Parameters): string {
  if (cursor === null) return "true";
  const id = p.add(cursor.id, "int");
  if (cursor.sort === "newest") return `m.id < ${id}`;
  if (cursor.sort === "points") return `(m.points, m.id) < (${p.add(cursor.value ?? 0, "bigint")}, ${id})`;
  if (cursor.value === null) return `(m.due IS NULL AND m.id > ${id})`;
  const due = p.add(cursor.value, "bigint");
  return `(m.due > ${due} OR (m.due = ${due} AND m.id > ${id}) OR m.due IS NULL)`;
}
