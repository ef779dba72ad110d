import type { Run } from "@/lib/db/read";

/** How large everything is, by the statistics of the database: which of two ways is short depends on it. */
export interface FleetSize {
  findings: number;
  /** Findings of a row of the roll-up, on average. */
  perCell: number;
}

export async function fleetSize(run: Run): Promise<FleetSize> {
  const [row] = await run<{ findings: number; cells: number }>({
    name: "fleet-size",
    text: `SELECT f.reltuples AS findings, c.reltuples AS cells FROM pg_class f, pg_class c
      WHERE f.oid = 'finding'::regclass AND c.oid = 'posture_count'::regclass`,
  });
  // Below zero: never counted.
  const [findings, cells] = [Math.max(0, row?.findings ?? 0), Math.max(0, row?.cells ?? 0)];
  return { findings, perCell: Math.max(1, findings / Math.max(1, cells)) };
}
