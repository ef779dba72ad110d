import type { Run } from "@/lib/db/read";
import { atSpot } from "./finding-ids";

export interface FixOfFinding {
  id: number;
  /** Code. */
  kind: number;
  title: string;
}

/** The fix that removes an open finding; null: none is known, or it needs no action. The caller has seen the finding. */
export async function fixOfFinding(run: Run, id: string): Promise<FixOfFinding | null> {
  const [fix] = await run<FixOfFinding>({
    name: "fix-of-finding",
    text: `SELECT x.id, x.kind, x.title FROM finding f JOIN fix_part p ON p.subject_id = f.subject_id JOIN fix x ON x.id = p.fix_id
      WHERE f.id = $1::bigint AND f.state < 4 AND ${atSpot}
        AND EXISTS (SELECT 1 FROM unnest(p.rules, p.locs) k(rule, loc) WHERE k.rule = f.rule_id AND k.loc = f.loc)
      ORDER BY x.kind LIMIT 1`,
    values: [id],
  });
  return fix ?? null;
}
