import type { Scope } from "@/lib/authz/scope";
import type { Run, Statement } from "@/lib/db/read";
import { severities } from "@/lib/domain/vocabulary";
import { all, Parameters } from "../sql";
import { visibleSums } from "../sums";
import { visible } from "../visible";
import { countsKev, type FindingFilter, rollUpConditions, sharedConditions } from "./filter";

/** How many findings match by the roll-up, per cluster and severity: exact where the roll-up has all the filters. */
export interface Outline {
  total: number;
  clusters: readonly number[];
  bySeverity: readonly number[];
}

interface Row {
  cluster_id: number;
  counts: number[];
}

export async function outline(run: Run, scope: Scope, filter: FindingFilter): Promise<Outline> {
  const coarse = !filter.places && !countsKev(filter);
  const rows = await run<Row>(coarse ? fromSums(scope, filter) : fromCounts(scope, filter));
  const wanted = (code: number) => filter.severities?.includes(code) ?? true;
  const bySeverity = severities.list.map((_, code) =>
    wanted(code) ? rows.reduce((sum, row) => sum + (row.counts[code] ?? 0), 0) : 0,
  );
  const clusters = rows
    .filter((row) => row.counts.some((n, code) => n > 0 && wanted(code)))
    .map((row) => row.cluster_id);
  return { total: bySeverity.reduce((sum, n) => sum + n, 0), clusters, bySeverity };
}

function fromSums(scope: Scope, filter: FindingFilter): Statement {
  const p = new Parameters();
  const from = visibleSums(scope, p, { of: ["cluster"], filter });
  const conditions = sharedConditions(filter, p, "r", ["severities", "fixTeams"]);
  const counts = severities.list.map((word) => `sum(r."${word}")::int`).join(", ");
  return {
    text: `SELECT r.cluster_id, ARRAY[${counts}] AS counts FROM ${from} r WHERE ${all(conditions)} GROUP BY 1`,
    values: p.values,
  };
}

function fromCounts(scope: Scope, filter: FindingFilter): Statement {
  const p = new Parameters();
  const kev = countsKev(filter);
  const conditions = [...visible(scope, p, "r"), ...rollUpConditions(filter, p, "r")];
  const n = severities.list.map((_, code) => `coalesce(max(n) FILTER (WHERE severity = ${code}), 0)::int`).join(", ");
  return {
    text: `SELECT cluster_id, ARRAY[${n}] AS counts FROM (
      SELECT r.cluster_id, r.severity, sum(r.${kev ? "kev" : "n"}::int) AS n FROM posture_count r WHERE ${all(conditions)} GROUP BY 1, 2) x GROUP BY 1`,
    values: p.values,
  };
}
