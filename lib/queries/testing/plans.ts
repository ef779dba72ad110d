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

/** What must never be read whole: they grow with the fleet, and only these are large. */
const large = new Set(["finding", "detection", "finding_event"]);
/** Rows that a step may look at in vain for a page of fifty. */
const inVain = 40_000;
/** Rows that are sorted: a page of each lane, or few enough to have been looked up at once. */
const sorted = 10_001;

/** What is wrong with a plan that will not hold at ten times the findings; empty where nothing is. */
export function planFaults({ text, nodes }: Observed): string[] {
  return nodes.flatMap((node) => {
    const where = `${node["Node Type"]} on ${node["Relation Name"] ?? "-"} in ${text.slice(0, 300)}`;
    const grows = large.has(node["Relation Name"] ?? "");
    if (node["Node Type"] === "Seq Scan" && grows) return [where];
    const rows = (node["Actual Rows"] + (node["Rows Removed by Filter"] ?? 0)) * node["Actual Loops"];
    if (grows && rows > inVain) return [`${rows} rows: ${where}`];
    return node["Node Type"] === "Sort" && node["Actual Rows"] > sorted ? [where] : [];
  });
}

function flat(node: PlanNode): PlanNode[] {
  return [node, ...(node.Plans ?? []).flatMap(flat)];
}
