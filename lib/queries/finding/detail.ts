import { notFound } from "@/lib/authz/refusal";
import type { Scope } from "@/lib/authz/scope";
import { type Run, reading } from "@/lib/db/read";
import { type EvidenceRecord, evidenceOf, type WorkloadPlace, workloadsOf } from "./evidence";
import { type HistoryRecord, historyOf } from "./history";
import { type FindingRecord, findingRecords } from "./row";

export interface RuleRecord {
  code: string;
  aliases: string[];
  description: string | null;
  remediation: string | null;
  references: string[];
  controls: string[];
  epss: number | null;
  opinions: { by: string; source: number; severity: number; cvss: unknown }[];
}

export interface FindingDetailRecord extends FindingRecord {
  rules: RuleRecord;
  evidence: EvidenceRecord[];
  workloads: WorkloadPlace[];
  elsewhere: FindingRecord[];
  history: HistoryRecord[];
}

const ELSEWHERE = 20;

/** All there is to know of a finding. Throws not_found for one that is not there or not within the scope. */
export async function findingDetail(scope: Scope, id: string): Promise<FindingDetailRecord> {
  return reading(scope, async (run) => {
    const [finding] = /^\d{1,18}$/.test(id) ? await findingRecords(run, scope, [id]) : [];
    if (!finding) throw notFound("This finding");
    const [loc] = await run<{ loc: string }>({
      name: "finding-loc",
      text: "SELECT loc::text FROM finding WHERE id = $1::bigint",
      values: [id],
    });
    return {
      ...finding,
      rules: await ruleOf(run, finding.rule_id),
      evidence: await evidenceOf(run, scope, finding, loc?.loc ?? "0", new Date()),
      workloads: await workloadsOf(run, scope, finding),
      elsewhere: await elsewhereOf(run, scope, finding),
      history: await historyOf(run, scope, id),
    };
  });
}

async function ruleOf(run: Run, id: number): Promise<RuleRecord> {
  const [rule] = await run<RuleRecord>({
    name: "rule-detail",
    text: `SELECT r.code, r.description, r.remediation, r."references", r.controls, r.epss,
        coalesce((SELECT array_agg(a.alias ORDER BY a.alias) FROM rule_alias a WHERE a.rule_id = r.id AND a.alias <> r.code), '{}') AS aliases,
        coalesce((SELECT jsonb_agg(jsonb_build_object('by', o.by, 'source', o.source, 'severity', o.severity, 'cvss', o.cvss)
          ORDER BY o.source DESC, o.by) FROM advisory o WHERE o.rule_id = r.id), '[]') AS opinions
      FROM rule r WHERE r.id = $1`,
    values: [id],
  });
  if (!rule) throw notFound("The rule of this finding");
  return rule;
}

/** The same rule elsewhere: present findings within the scope, the riskiest first. */
async function elsewhereOf(run: Run, scope: Scope, { id, rule_id }: FindingRecord): Promise<FindingRecord[]> {
  const own = scope.teams === "*" ? "" : "AND (team_id = ANY ($3::int[]) OR fix_team_id = ANY ($3::int[]))";
  const rows = await run<{ id: string }>({
    text: `SELECT id::text FROM finding WHERE rule_id = $1 AND id <> $2::bigint AND presence = 0 ${own} ORDER BY severity DESC, points DESC, id LIMIT ${ELSEWHERE}`,
    values: scope.teams === "*" ? [rule_id, id] : [rule_id, id, scope.teams],
  });
  return findingRecords(
    run,
    scope,
    rows.map((row) => row.id),
  );
}
