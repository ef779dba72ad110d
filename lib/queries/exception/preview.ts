import type { Scope } from "@/lib/authz/scope";
import { type Run, reading } from "@/lib/db/read";
import { type BoundedCount, countMost } from "../finding/count";
import { type FindingRecord, findingRecords } from "../finding/row";
import { all, Parameters } from "../sql";
import { visible } from "../visible";
import { matchConditions } from "./match";
import { type RuleFound, type ScopeIds, type ScopeNames, scopeIds } from "./scope";

export interface Matched {
  count: BoundedCount;
  /** Of them, decided by an exception that is in force. */
  decided: number;
  /** Tenths. */
  points: number;
  /** The gravest; null where nothing matches. */
  severity: number | null;
  rows: FindingRecord[];
}

const SHOWN = 20;

/** What a scope matches now, within the reader's: present findings, the gravest first. */
export async function previewException(scope: Scope, wanted: ScopeNames): Promise<Matched & { rule: RuleFound }> {
  return reading(scope, async (run) => {
    const ids = await scopeIds(run, scope, wanted);
    return { ...(await matched(run, scope, ids)), rule: ids.rule };
  });
}

/** Counts are exact up to 10,000. */
export async function matched(run: Run, scope: Scope, of: ScopeIds): Promise<Matched> {
  const p = new Parameters();
  const conditions = ["f.presence = 0", ...matchConditions(of, p, "f"), ...visible(scope, p, "f")];
  const [sums] = await run<{ n: number; decided: number; points: string; severity: number | null }>({
    text: `SELECT count(*)::int AS n, count(*) FILTER (WHERE decision <> 0)::int AS decided,
        coalesce(sum(points::bigint * places), 0)::text AS points, max(severity) AS severity
      FROM (SELECT decision, points, places, severity FROM finding f WHERE ${all(conditions)} LIMIT ${countMost + 1}) x`,
    values: p.values,
  });
  const first = await run<{ id: string }>({
    text: `SELECT f.id::text FROM finding f WHERE ${all(conditions)} ORDER BY f.severity DESC, f.points DESC, f.id DESC LIMIT ${SHOWN}`,
    values: p.values,
  });
  const n = sums?.n ?? 0;
  return {
    count: { value: Math.min(n, countMost), atLeast: n > countMost },
    decided: sums?.decided ?? 0,
    points: Number(sums?.points ?? 0),
    severity: sums?.severity ?? null,
    rows: await findingRecords(
      run,
      scope,
      first.map(({ id }) => id),
    ),
  };
}
