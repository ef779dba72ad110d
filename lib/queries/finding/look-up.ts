import type { Scope } from "@/lib/authz/scope";
import type { Run, Statement } from "@/lib/db/read";
import { type BoundedCount, bounded, countMost } from "../bounded";
import { all, Parameters } from "../sql";
import { type FindingFilter, isRollUp } from "./filter";
import type { FleetSize } from "./fleet-size";
import { after, type FindingCursor, type FindingSort, type Key, keyColumns, orderBy } from "./order";
import { byIndexAlone, matches, type Source, sources } from "./sources";

/** Up to so many matches are fetched and sorted once an index alone has counted them. */
export const few = 5_000;

/** In a large fleet more, since the walk past what does not match is longer. */
export const fewOf = ({ findings }: FleetSize) => Math.max(few, Math.min(countMost, few * Math.sqrt(findings / 1e6)));

/** What one thing has is sorted even where it is much: along a list it lies thin, and by due date it may be anybody's work. */
const mostOfSubjects = 50_000;

export interface LookUpPlan {
  source: Source;
  sort: FindingSort;
  cursor: FindingCursor | null;
  limit: number;
  /** Matches that are sorted; `few`, if nothing is said. */
  few?: number;
}

export interface Found {
  count: BoundedCount;
  /** The rows after the cursor, in order; null where there were too many to sort. */
  keys: Key[] | null;
}

/** Counts all matches of a filter, up to the bound, and sorts them where they are few. */
export async function lookUpKeys(run: Run, scope: Scope, filter: FindingFilter, plan: LookUpPlan): Promise<Found> {
  const { statement, most } = lookUpStatement(scope, filter, plan);
  const rows = await run<Key & { total: number }>(statement);
  const total = rows[0]?.total ?? 0;
  const count = bounded(total);
  if (filter.text?.truncated) count.atLeast = true;
  return { count, keys: total > most ? null : rows.filter((row) => row.id !== null) };
}

/**
 * Where the index alone tells which match, few are kept, since each costs a row, and beyond that they are only counted.
 * By rule they are counted first: a word can stand for very many. By cell they are kept first where
 * the roll-up has said that they are few: the cells are many.
 */
export function lookUpStatement(
  scope: Scope,
  filter: FindingFilter,
  plan: LookUpPlan,
): { statement: Statement; most: number } {
  const p = new Parameters();
  const source = sources[plan.source](scope, filter, p);
  const alone = byIndexAlone(source);
  const most = alone ? Math.round(plan.few ?? few) : plan.source === "subjects" ? mostOfSubjects : countMost;
  const order = orderBy[plan.sort];
  const rows = `SELECT * FROM (${matches(source, keyColumns[plan.sort], true)}) f`;
  const counted = `(SELECT count(*) FROM (SELECT FROM (${matches(source, null)}) f LIMIT ${countMost + 1}) f)`;
  const steps = !alone
    ? `m AS MATERIALIZED (${rows} LIMIT ${most + 1}), n AS (SELECT count(*) AS total FROM m)`
    : plan.source === "text" || !isRollUp(filter)
      ? `n AS MATERIALIZED (SELECT ${counted} AS total), m AS MATERIALIZED (${rows} WHERE (SELECT total FROM n) <= ${most})`
      : `m AS MATERIALIZED (${rows} LIMIT ${most + 1}), kept AS (SELECT count(*) AS n FROM m),
         n AS (SELECT CASE WHEN kept.n <= ${most} THEN kept.n ELSE ${counted} END AS total FROM kept)`;
  const text = `WITH ${source.common ? `${source.common},` : ""} ${steps},
    page AS (SELECT * FROM m WHERE ${all(after(plan.cursor, p, "m"))} ORDER BY ${order} LIMIT ${p.add(plan.limit, "int")})
    SELECT n.total::int AS total, page.* FROM n LEFT JOIN page ON true ORDER BY ${order}`;
  return { statement: { text, values: p.values }, most };
}
