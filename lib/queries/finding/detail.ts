import { notFound } from "@/lib/authz/refusal";
import type { Scope } from "@/lib/authz/scope";
import { type Run, reading } from "@/lib/db/read";
import { exceptionsOn, type FindingExceptions } from "../exception/on-finding";
import { type FixOfFinding, fixOfFinding } from "../fix/of-finding";
import { becameOf } from "./became";
import { type CommentRecord, commentsOn } from "./comments";
import { type DueRecord, dueOf } from "./due";
import {
  type EvidenceRecord,
  evidenceOf,
  type SilentRecord,
  silentOf,
  type WorkloadPlace,
  workloadsOf,
} from "./evidence";
import { type HistoryRecord, historyOf } from "./history";
import { findPage } from "./page";
import { type FindingRecord, findingRecords } from "./row";
import { presentStates } from "./states";

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
  silent: SilentRecord[];
  workloads: WorkloadPlace[];
  elsewhere: FindingRecord[];
  exceptions: FindingExceptions;
  comments: CommentRecord[];
  history: HistoryRecord[];
  action: FixOfFinding | null;
  due: DueRecord | null;
}

const ELSEWHERE = 20;

/**
 * All there is to know of a finding; of one that went up in another, of that. Throws not_found for one that is not there
 * or not within the scope.
 */
export async function findingDetail(scope: Scope, asked: string): Promise<FindingDetailRecord> {
  return reading(scope, async (run) => {
    const finding = /^\d{1,18}$/.test(asked) ? await recordOf(run, scope, asked) : undefined;
    if (!finding) throw notFound("This finding");
    const { id } = finding;
    const [loc] = await run<{ loc: string }>({
      name: "finding-loc",
      text: "SELECT loc::text FROM finding WHERE id = $1::bigint",
      values: [id],
    });
    const history = await historyOf(run, scope, id);
    return {
      ...finding,
      rules: await ruleOf(run, finding.rule_id),
      evidence: await evidenceOf(run, scope, finding, loc?.loc ?? "0", new Date()),
      silent: await silentOf(run, scope, finding, loc?.loc ?? "0", new Date()),
      workloads: await workloadsOf(run, scope, finding),
      elsewhere: await elsewhereOf(run, scope, finding),
      exceptions: await exceptionsOn(run, scope, finding),
      comments: await commentsOn(run, scope, id),
      action: await fixOfFinding(run, id),
      history,
      due: await dueOf(run, finding, history),
    };
  });
}

async function recordOf(run: Run, scope: Scope, asked: string): Promise<FindingRecord | undefined> {
  const [known] = await findingRecords(run, scope, [asked]);
  if (known) return known;
  const now = await becameOf(run, asked);
  return now === null ? undefined : (await findingRecords(run, scope, [now]))[0];
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
  const text = { rules: [rule_id], subjects: [], truncated: false };
  const request = { sort: "risk" as const, cursor: null, limit: ELSEWHERE + 1 };
  const { ids } = await findPage(run, scope, { states: presentStates, text }, request);
  return findingRecords(run, scope, ids.filter((other) => String(other) !== id).slice(0, ELSEWHERE));
}
