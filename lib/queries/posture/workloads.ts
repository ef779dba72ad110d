import type { Scope } from "@/lib/authz/scope";
import type { Run } from "@/lib/db/read";
import { type WorkloadRisk, workloadRisks } from "../inventory/risk";
import { all, Parameters, prepared } from "../sql";
import { ownPosture } from "../visible";
import type { WorstAsset } from "./worst";

/** The workloads behind the worst assets, what weighs most first. */
export async function worstWorkloads(
  run: Run,
  scope: Scope,
  worst: readonly WorstAsset[],
  limit: number,
): Promise<WorkloadRisk[]> {
  if (worst.length === 0) return [];
  const p = new Parameters();
  const own = all(ownPosture(scope, p, "w"));
  const columns = [worst.map((w) => w.subject), worst.map((w) => w.place), worst.map((w) => w.team)];
  const found = await run<{ id: number }>(
    prepared(
      `SELECT w.workload_id AS id FROM unnest(${columns.map((list) => p.add(list, "int[]")).join(", ")}) WITH ORDINALITY c(subject, place, team, n)
      JOIN placement w ON w.subject_id = c.subject AND w.place_id = c.place AND w.team_id = c.team
      JOIN asset a ON a.id = w.workload_id JOIN subject s ON s.id = a.subject_id
      WHERE a.kind = 3 AND s.unit = 0 AND ${own} GROUP BY 1 ORDER BY min(c.n), 1 LIMIT ${p.add(limit, "int")}`,
      p,
    ),
  );
  return workloadRisks(
    run,
    scope,
    found.map((row) => row.id),
  );
}
