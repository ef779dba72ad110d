import type { Scope } from "@/lib/authz/scope";
import { reading } from "@/lib/db/read";
import type { ItemState } from "@/lib/domain/remediation/evidence";
import { remediationAxes, remediationStates } from "@/lib/domain/vocabulary";
import { type FindingRecord, findingRecords } from "../finding/row";
import { all, Parameters } from "../sql";
import { visible } from "../visible";
import { remediationRecord } from "./detail";

export interface ItemCursor {
  severity: number;
  points: number;
  id: string;
}

export interface ItemRecord extends FindingRecord {
  elsewhere: boolean;
  refutedAt: Date | null;
}

/** Conditions on a finding `f` of how an item stands; as lib/domain/remediation/evidence.ts has it. */
const standings: Readonly<Record<ItemState, string>> = {
  open: "f.presence = 0 AND f.decision = 0",
  fixed: "f.presence IN (1, 2, 3)",
  excepted: "f.presence = 0 AND f.decision <> 0",
  unproven: "f.presence > 3",
};

interface Request {
  standing?: ItemState;
  cursor: ItemCursor | null;
  limit: number;
}

/** A page of the findings of a remediation within the scope, the worst first. Throws not_found. */
export async function remediationItems(
  scope: Scope,
  id: number,
  { standing, cursor, limit }: Request,
): Promise<{ rows: ItemRecord[]; next: ItemCursor | null }> {
  return reading(scope, async (run) => {
    const remediation = await remediationRecord(run, scope, id);
    const p = new Parameters();
    const conditions = [`i.remediation_id = ${p.add(id, "int")}`, ...visible(scope, p, "f")];
    if (standing) conditions.push(standings[standing]);
    if (cursor) {
      const [severity, points] = [p.add(cursor.severity, "smallint"), p.add(cursor.points, "int")];
      conditions.push(`(f.severity, f.points, f.id) < (${severity}, ${points}, ${p.add(cursor.id, "bigint")})`);
    }
    const keys = await run<ItemCursor>({
      text: `SELECT f.id::text, f.severity, f.points FROM remediation_item i
        CROSS JOIN LATERAL (SELECT * FROM finding WHERE id = i.finding_id OFFSET 0) f WHERE ${all(conditions)}
        ORDER BY f.severity DESC, f.points DESC, f.id DESC LIMIT ${p.add(limit + 1, "int")}`,
      values: p.values,
    });
    const page = keys.slice(0, limit);
    const records = await findingRecords(
      run,
      scope,
      page.map((key) => key.id),
    );
    // Of what a report from after the last claim still shows, whether it was sent back for that or waits for it.
    const refuted = await run<{ id: string; at: Date }>({
      name: "remediation-refuted",
      text: `SELECT x.finding_id::text AS id, x.at FROM (SELECT max(at) AS at FROM remediation_event WHERE remediation_id = $1
          AND axis = ${remediationAxes.code("state")} AND after = ${remediationStates.code("awaiting_verification")}) c
        CROSS JOIN LATERAL remediation_refuted($2::bigint[], c.at) x WHERE c.at IS NOT NULL`,
      values: [id, page.map((key) => key.id)],
    });
    const at = new Map(refuted.map((row) => [row.id, row.at]));
    return {
      rows: records.map((record) => ({
        ...record,
        elsewhere: record.team_id !== remediation.teamId && record.fix_team_id !== remediation.teamId,
        refutedAt: at.get(record.id) ?? null,
      })),
      next: keys.length > limit ? (page.at(-1) ?? null) : null,
    };
  });
}
