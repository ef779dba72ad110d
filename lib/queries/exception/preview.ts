import type { Scope } from "@/lib/authz/scope";
import { type Run, reading } from "@/lib/db/read";
import { type BoundedCount, bounded, countMost } from "../bounded";
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
  return summedUp(run, scope, `finding f WHERE ${all(conditions)}`, p);
}

/** How much it is, and the gravest. @param from findings (alias f), with their condition */
export async function summedUp(run: Run, scope: Scope, from: string, p: Parameters): Promise<Matched> {
  const [sums] = await run<{ n: number; decided: number; points: string; severity: number | null }>({
    text: `SELECT count(*)::int AS n, count(*) FILTER (WHERE decision <> 0)::int AS decided,
        coalesce(sum(points::bigint * places), 0)::text AS points, max(severity) AS severity
      FROM (SELECT f.decision, f.points, f.places, f.severity FROM ${from} LIMIT ${countMost + 1}) x`,
    values: p.values,
  });
  const first = await run<{ id: string }>({
    text: `SELECT f.id::text FROM ${from} ORDER BY f.severity DESC, f.points DESC, f.id DESC LIMIT ${SHOWN}`,
    values: p.values,
  });
  return {
    count: bounded(sums?.n ?? 0),
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
