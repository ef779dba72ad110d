import type { Scope } from "@/lib/authz/scope";
import { reading } from "@/lib/db/read";
import { type RemediationState, remediationStates, type Severity, severities } from "@/lib/domain/vocabulary";
import { all, Parameters } from "../sql";
import { visible } from "../visible";

export interface TicketRecord {
  id: number;
  title: string;
  teamId: number;
  team: string;
  state: RemediationState;
  dueAt: Date | null;
  open: number;
  total: number;
  findings: { rule: string; severity: Severity; asset: string; open: boolean }[];
}

/** So many findings are listed in an issue, the worst first; the rest is counted. */
const LISTED = 50;

/** A remediation and its findings, as far as the scope reaches; null: it is not there for this reader. */
export async function ticketFacts(scope: Scope, id: number): Promise<TicketRecord | null> {
  return reading(scope, async (run) => {
    const teams = scope.teams === "*" ? null : scope.teams;
    const [row] = await run<Omit<TicketRecord, "state" | "open" | "total" | "findings"> & { state: number }>({
      text: `SELECT m.id, m.title, m.team_id AS "teamId", t.name AS team, m.state, m.due_at AS "dueAt" FROM remediation m
        JOIN team t ON t.id = m.team_id WHERE m.id = $1 AND ($2::int[] IS NULL OR m.team_id = ANY ($2))`,
      values: [id, teams],
    });
    if (!row) return null;
    const parameters = new Parameters();
    const mine = all([`i.remediation_id = ${parameters.add(id, "int")}`, ...visible(scope, parameters, "f")]);
    const findings = await run<{
      rule: string;
      severity: number;
      asset: string;
      open: boolean;
      total: number;
      opened: number;
    }>({
      text: `SELECT r.code AS rule, f.severity, s.name AS asset, f.presence = 0 AS open, count(*) OVER ()::int AS total,
          count(*) FILTER (WHERE f.presence = 0) OVER ()::int AS opened
        FROM remediation_item i JOIN finding f ON f.id = i.finding_id JOIN rule r ON r.id = f.rule_id JOIN subject s ON s.id = f.subject_id
        WHERE ${mine} ORDER BY f.presence = 0 DESC, f.severity DESC, f.id LIMIT ${LISTED}`,
      values: parameters.values,
    });
    return {
      ...row,
      state: remediationStates.word(row.state),
      total: findings[0]?.total ?? 0,
      open: findings[0]?.opened ?? 0,
      findings: findings.map(({ rule, severity, asset, open }) => ({
        rule,
        asset,
        open,
        severity: severities.word(severity),
      })),
    };
  });
}
