import pg from "pg";

export interface PlanNode {
  "Node Type": string;
  "Relation Name"?: string;
  "Actual Rows": number;
  "Actual Loops": number;
  "Rows Removed by Filter"?: number;
  Plans?: PlanNode[];
}

export interface Observed {
  text: string;
  nodes: PlanNode[];
}

/**
 * Every statement that `work` runs through a client of the pool, with the plan that PostgreSQL really took: each is
 * run a second time under EXPLAIN ANALYZE, in the same transaction and under the same scope.
 */
export async function observe(work: () => Promise<unknown>): Promise<Observed[]> {
  const seen: Observed[] = [];
  const original = pg.Client.prototype.query as (this: pg.Client, statement: unknown, ...rest: unknown[]) => unknown;
  pg.Client.prototype.query = async function query(this: pg.Client, statement: unknown, ...rest: unknown[]) {
    // The pool itself asks with a callback: nothing to wait for, and no read of the product.
    if (rest.some((argument) => typeof argument === "function")) return original.call(this, statement, ...rest);
    const result = await original.call(this, statement, ...rest);
    const { text, values } = (typeof statement === "object" ? statement : {}) as { text?: string; values?: unknown[] };
    if (text && /^\s*(SELECT|WITH)/.test(text)) {
      const explained = (await original.call(this, {
        text: `EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) ${text}`,
        values,
      })) as pg.QueryResult<{ "QUERY PLAN": [{ Plan: PlanNode }] }>;
      const plan = explained.rows[0]?.["QUERY PLAN"][0].Plan;
      if (plan) seen.push({ text, nodes: flat(plan) });
    }
    return result;
  } as typeof pg.Client.prototype.query;
  try {
    await work();
  } finally {
    pg.Client.prototype.query = original as typeof pg.Client.prototype.query;
  }
  return seen;
}

function flat(node: PlanNode): PlanNode[] {
  return [node, ...(node.Plans ?? []).flatMap(flat)];
}
