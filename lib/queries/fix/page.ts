import type { Scope } from "@/lib/authz/scope";
import type { Run } from "@/lib/db/read";
import { type BoundedCount, bounded, countMost } from "../bounded";
import { all, likePattern, Parameters } from "../sql";
import { type FixFilter, sumConditions } from "./sums";

export interface FixRequest extends FixFilter {
  /** Code. */
  kind?: number | undefined;
  q?: string | undefined;
  cursor: FixCursor | null;
  limit: number;
}

/** The last fix of a page: tenths of points, and its id. */
export interface FixCursor {
  points: number;
  id: number;
}

interface Found {
  id: number;
  points: number;
}

export interface FixIds {
  found: Found[];
  next: FixCursor | null;
  count: BoundedCount;
}

/** Fixes whose title is looked at for a text. */
const MOST_MATCHES = 5_000;
const nothing: FixIds = { found: [], next: null, count: { value: 0, atLeast: false } };

/**
 * One page of the fixes with open findings, in the order of the points that they take away within scope and filter. For a reader of
 * everything without a filter the order is kept (`fix_total`); else the sums of few teams or one cluster are put together.
 */
export async function fixIds(run: Run, scope: Scope, request: FixRequest): Promise<FixIds> {
  const { cursor, limit, kind, q, ...filter } = request;
  const p = new Parameters();
  const whole = scope.teams === "*" && Object.values(filter).every((value) => value === undefined);
  const conditions = whole ? [] : await sumConditions(run, scope, filter, p);
  if (conditions === null) return nothing;
  if (kind !== undefined) conditions.push(`s.kind = ${p.add(kind, "smallint")}`);
  if (q?.trim()) {
    conditions.push(`s.fix_id IN (SELECT fix_matches(${p.add(likePattern(q.trim()), "text")}, ${MOST_MATCHES}))`);
  }
  const source = whole
    ? `SELECT s.fix_id AS id, s.points FROM fix_total s WHERE ${all(conditions)}`
    : `SELECT s.fix_id AS id, sum(s.points) AS points FROM fix_sum s WHERE ${all(conditions)} GROUP BY 1 HAVING sum(s.findings) > 0`;
  const after = cursor
    ? `WHERE (x.points, x.id) < (${p.add(cursor.points, "bigint")}, ${p.add(cursor.id, "int")})`
    : "";
  // Sums are put together once for both; the order that is kept is read twice, as far as is needed.
  const rows = await run<{ n: number } & (Found | { id: null; points: null })>({
    text: `WITH x AS ${whole ? "NOT" : ""} MATERIALIZED (${source}),
      page AS (SELECT x.id, x.points FROM x ${after} ORDER BY x.points DESC, x.id DESC LIMIT ${p.add(limit + 1, "int")})
      SELECT c.n, page.id, page.points::float8 AS points
      FROM (SELECT count(*)::int AS n FROM (SELECT 1 FROM x LIMIT ${countMost + 1}) x) c LEFT JOIN page ON true
      ORDER BY page.points DESC, page.id DESC`,
    values: p.values,
  });
  const listed = rows.flatMap(({ id, points }) => (id === null ? [] : [{ id, points }]));
  const found = listed.slice(0, limit);
  const last = found.at(-1);
  return {
    found,
    next: listed.length > limit && last ? { points: last.points, id: last.id } : null,
    count: bounded(rows[0]?.n ?? 0),
  };
}
