import { notFound } from "@/lib/authz/refusal";
import type { Scope } from "@/lib/authz/scope";
import { type Run, reading } from "@/lib/db/read";
import { roles } from "@/lib/domain/vocabulary";
import { lookUp } from "../names";
import { all, Parameters } from "../sql";
import { ownTeam, visible } from "../visible";
import { type HistoryStep, historyOf } from "./history";
import {
  commentCount,
  counted,
  named,
  ownRemediations,
  type RemediationRecord,
  type RemediationStored,
  remediationColumns,
} from "./row";

export interface RemediationDetailRecord extends RemediationRecord {
  fix: PlannedFrom | null;
  people: { id: number; name: string; mayWork: boolean }[];
  discussion: { id: string; at: Date; author: string | null; text: string }[];
  history: HistoryStep[];
}

interface PlannedFrom {
  id: number;
  title: string;
  left: boolean;
}

const MOST = 500;

/** All there is to know of a remediation but its items. Throws not_found. */
export async function remediationDetail(scope: Scope, id: number): Promise<RemediationDetailRecord> {
  return reading(scope, async (run) => {
    const record = await remediationRecord(run, scope, id);
    return {
      ...record,
      fix: await fixOf(run, scope, record.fixId),
      people: await peopleOf(run, scope, record.teamId),
      discussion: await discussionOf(run, scope, id),
      history: await historyOf(run, scope, id),
    };
  });
}

/** As part of a longer read. Throws not_found for one that is not there or not within the scope. */
export async function remediationRecord(run: Run, scope: Scope, id: number): Promise<RemediationRecord> {
  const p = new Parameters();
  const conditions = all([`r.id = ${p.add(id, "int")}`, ...ownRemediations(scope, p, "r")]);
  const rows = await run<RemediationStored>({
    text: `SELECT ${remediationColumns}, n.*, ${commentCount} FROM remediation r CROSS JOIN LATERAL (${counted(scope, p)}) n
      WHERE ${conditions}`,
    values: p.values,
  });
  const [record] = await named(run, scope, rows);
  if (!record) throw notFound("This remediation");
  return record;
}

/** What it was planned from; `left`: has that anything to remove within the scope? Else it has no page. */
async function fixOf(run: Run, scope: Scope, id: number | null): Promise<PlannedFrom | null> {
  if (id === null) return null;
  const p = new Parameters();
  const [fix] = await run<PlannedFrom>({
    text: `SELECT x.id, x.title, EXISTS (SELECT 1 FROM fix_sum s WHERE ${all(["s.fix_id = x.id", ...visible(scope, p, "s")])}) AS left
      FROM fix x WHERE x.id = ${p.add(id, "int")}`,
    values: p.values,
  });
  return fix ?? null;
}

/** Who may see it, of those whom the reader may know: of developers their team mates. */
async function peopleOf(run: Run, scope: Scope, teamId: number) {
  const p = new Parameters();
  const team = p.add(teamId, "int");
  const known =
    scope.teams === "*"
      ? "true"
      : `(u.id = ${p.add(scope.userId, "int")} OR EXISTS (SELECT 1 FROM membership k WHERE k.user_id = u.id AND ${ownTeam(scope, p, "k.team_id")}))`;
  const rows = await run<{ id: number; name: string; role: number; member: boolean }>({
    text: `SELECT * FROM (SELECT u.id, u.name, u.role, EXISTS (SELECT 1 FROM membership m WHERE m.user_id = u.id AND m.team_id = ${team}) AS member
        FROM "user" u WHERE u.disabled_at IS NULL AND ${known}) u
      WHERE u.role <> ${roles.code("devops")} OR u.member ORDER BY NOT u.member, u.name, u.id LIMIT ${MOST}`,
    values: p.values,
  });
  return rows.map(({ id, name, role, member }) => ({
    id,
    name,
    mayWork: roles.word(role) === "security" || (roles.word(role) === "devops" && member),
  }));
}

async function discussionOf(run: Run, scope: Scope, id: number) {
  const rows = await run<{ id: string; at: Date; authorId: number | null; text: string }>({
    name: "remediation-comments",
    text: `SELECT id::text, at, author_id AS "authorId", text FROM remediation_comment WHERE remediation_id = $1
      ORDER BY at DESC, id DESC LIMIT ${MOST}`,
    values: [id],
  });
  const names = await lookUp(run, scope, { users: rows.map((row) => row.authorId) });
  return rows
    .reverse()
    .map(({ authorId, ...row }) => ({ ...row, author: names.users.get(authorId ?? 0)?.name ?? null }));
}
