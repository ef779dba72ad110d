import type { Scope } from "@/lib/authz/scope";
import { type Run, reading } from "@/lib/db/read";
import { all, Parameters } from "../sql";
import { type ExceptionRecord, exceptionRecords, visibleExceptions } from "./row";
import { ruleNamed } from "./scope";

export interface ExceptionListRequest {
  /** Codes; left out: all. */
  states?: readonly number[];
  /** Codes of what they decide; left out: all. */
  decisions?: readonly number[];
  /** Any name of a rule. */
  rule?: string;
  /** Id of the last one of the page before. */
  cursor: number | null;
  limit: number;
}

export interface ExceptionList {
  rows: ExceptionRecord[];
  next: number | null;
  /** By state, all pages, whatever the filter. */
  counts: Map<number, number>;
}

/** Exceptions within the reader's scope, the newest first. */
export async function listExceptions(scope: Scope, request: ExceptionListRequest): Promise<ExceptionList> {
  return reading(scope, async (run) => {
    const { states, decisions, cursor, limit } = request;
    const counts = await countStates(run, scope);
    const p = new Parameters();
    const conditions = [
      ...(states ? [`x.state = ANY (${p.add(states, "smallint[]")})`] : []),
      ...(decisions ? [`x.decision = ANY (${p.add(decisions, "smallint[]")})`] : []),
      ...(cursor === null ? [] : [`x.id < ${p.add(cursor, "int")}`]),
    ];
    if (request.rule !== undefined) {
      const rule = await ruleNamed(run, request.rule);
      conditions.push(`x.rule_id = ${p.add(rule?.id ?? 0, "int")}`);
    }
    const rows = await exceptionRecords(run, scope, p, conditions, limit + 1);
    const page = rows.slice(0, limit);
    return { rows: page, counts, next: rows.length > limit ? (page.at(-1)?.id ?? null) : null };
  });
}

async function countStates(run: Run, scope: Scope): Promise<Map<number, number>> {
  const p = new Parameters();
  const rows = await run<{ state: number; n: number }>({
    text: `SELECT x.state, count(*)::int AS n FROM exception x WHERE ${all(visibleExceptions(scope, p))} GROUP BY 1`,
    values: p.values,
  });
  return new Map(rows.map(({ state, n }) => [state, n]));
}
