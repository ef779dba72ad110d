import type { Scope } from "@/lib/authz/scope";
import { activeStates } from "@/lib/domain/remediation/transitions";
import { type RemediationState, remediationStates } from "@/lib/domain/vocabulary";
import { likePattern, type Parameters } from "../sql";
import { ownTeam } from "../visible";
import type { RemediationRequest } from "./request";
import { ownRemediations } from "./row";

const codesOf = (states: readonly RemediationState[]) => states.map((state) => remediationStates.code(state));

/** Codes of the states asked for; null: all. */
export function stateCodes(words: RemediationRequest["state"]): number[] | null {
  if (!words) return null;
  return [...new Set(codesOf(words.flatMap((word) => (word === "active" ? activeStates : [word]))))];
}

/** All conditions but that of the state, on `r`. A team that is not theirs to know matches nothing. */
export function conditionsOf(scope: Scope, request: RemediationRequest, p: Parameters, now: Date): string[] {
  const found = ownRemediations(scope, p, "r");
  const { team, assignee, due, fix, finding, q } = request;
  if (team) {
    const named = `SELECT t.id FROM team t WHERE t.slug = ANY (${p.add(team, "text[]")}) AND ${ownTeam(scope, p, "t.id")}`;
    found.push(`r.team_id = ANY (ARRAY(${named}))`);
  }
  if (assignee === "none") found.push("r.assignee_id IS NULL");
  else if (assignee !== undefined)
    found.push(`r.assignee_id = ${p.add(assignee === "me" ? (scope.userId ?? -1) : assignee, "int")}`);
  if (due === "none") found.push("r.due_at IS NULL");
  else if (due) {
    const until = due === "overdue" ? now : new Date(now.getTime() + 7 * 86_400_000);
    found.push(`r.due_at < ${p.add(until, "timestamptz")}`);
    found.push(`r.state = ANY (${p.add(codesOf(activeStates), "smallint[]")})`);
  }
  if (fix !== undefined) found.push(`r.fix_id = ${p.add(fix, "int")}`);
  if (finding !== undefined) {
    const id = p.add(finding, "bigint");
    found.push(`EXISTS (SELECT 1 FROM remediation_item i WHERE i.remediation_id = r.id AND i.finding_id = ${id})`);
  }
  if (q?.trim()) found.push(`r.title ILIKE ${p.add(likePattern(q.trim()), "text")}`);
  return found;
}
