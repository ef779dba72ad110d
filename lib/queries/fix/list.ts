import type { Scope } from "@/lib/authz/scope";
import { type Run, reading } from "@/lib/db/read";
import { grouped } from "@/lib/domain/fix/grouped";
import type { BoundedCount } from "../bounded";
import { lookUp, type Named, type Names } from "../names";
import { type FixCursor, type FixRequest, fixIds } from "./page";
import { type FixFilter, type FixNumbers, type FixSum, postureFilter, sumsOf, totalOf } from "./sums";
import { type Before, scoreBefore, type WhatIf, whatIf } from "./what-if";

export interface FixRecord extends FixNumbers {
  id: number;
  kind: number;
  title: string;
  target: string | null;
  subject: { kind: number; name: string } | null;
  clusters: string[];
  teams: string[];
  teamCount: number;
  fixTeam: Named | null;
  scores: WhatIf;
  dueAt: Date | null;
  assignee: { id: number; name: string | null } | null;
  stale: boolean;
  /** Ids of all teams that it touches within the scope, for rights. */
  teamIds: number[];
  at: Date;
  sums: FixSum[];
}

export interface FixList {
  rows: FixRecord[];
  next: FixCursor | null;
  count: BoundedCount;
}

/** A page of fixes, within the scope. */
export async function listFixes(scope: Scope, request: FixRequest): Promise<FixList> {
  return reading(scope, (run) => fixesIn(run, scope, request));
}

export async function fixesIn(run: Run, scope: Scope, request: FixRequest): Promise<FixList> {
  const { found, next, count } = await fixIds(run, scope, request);
  const before = found.length > 0 ? await scoreBefore(run, scope, postureFilter(request)) : null;
  const ids = found.map(({ id }) => id);
  const rows = before ? await fixRecords(run, scope, ids, request, before) : [];
  return { rows, next, count };
}

interface FixRow {
  id: number;
  kind: number;
  subject_id: number;
  title: string;
  target: string | null;
  at: Date;
  stale: boolean;
}

/** These fixes as they are shown, in the order given; those that the reader may not see are left out. */
export async function fixRecords(
  run: Run,
  scope: Scope,
  ids: readonly number[],
  filter: FixFilter,
  before: Before,
): Promise<FixRecord[]> {
  const fixes = await run<FixRow>({
    name: "fixes-by-id",
    text: `SELECT x.id, x.kind, x.subject_id, x.title, x.target, x.at,
        EXISTS (SELECT 1 FROM fix_part p JOIN fix_dirty d ON d.subject_id = p.subject_id WHERE p.fix_id = x.id) AS stale
      FROM fix x WHERE x.id = ANY ($1::int[])`,
    values: [ids],
  });
  const sums = grouped(await sumsOf(run, scope, ids, filter), ({ fix }) => fix);
  const all = [...sums.values()].flat();
  const names = await lookUp(run, scope, {
    subjects: fixes.map((fix) => fix.subject_id),
    clusters: all.map((sum) => sum.cluster),
    teams: all.flatMap((sum) => [sum.team, sum.fixTeam]),
    users: all.map((sum) => sum.assignee),
  });
  const byId = new Map(fixes.map((fix) => [fix.id, fix]));
  return ids.flatMap((id) => {
    const [fix, of] = [byId.get(id), sums.get(id)];
    return fix && of ? [recordOf(fix, of, names, before)] : [];
  });
}

function recordOf(fix: FixRow, sums: FixSum[], names: Names, before: Before): FixRecord {
  const touched = sums.filter(({ findings, accepted }) => findings + accepted > 0);
  const teams = [...new Set(touched.map(({ team }) => team))].filter((id) => id > 0);
  const own = teams.flatMap((id) => names.teams.get(id) ?? []);
  const fixTeams = [...new Set(touched.map(({ fixTeam }) => fixTeam))];
  const due = sums.flatMap(({ dueAt }) => (dueAt ? [dueAt.getTime()] : []));
  const assignees = [...new Set(sums.flatMap(({ assignee }) => (assignee === null ? [] : [assignee])))];
  const [only] = fixTeams;
  const [first] = assignees;
  return {
    ...{ id: fix.id, kind: fix.kind, title: fix.title, target: fix.target, at: fix.at, stale: fix.stale, sums },
    subject: names.subjects.get(fix.subject_id) ?? null,
    clusters: [...new Set(touched.map(({ cluster }) => names.clusters.get(cluster)?.slug))].filter(
      (slug) => slug !== undefined,
    ),
    teams: own.map(({ slug }) => slug),
    // How many others there are is theirs to know.
    teamCount: own.length + (own.length < teams.length ? 1 : 0),
    fixTeam: fixTeams.length === 1 && only !== undefined ? (names.teams.get(only) ?? null) : null,
    teamIds: [...new Set(touched.flatMap(({ team, fixTeam }) => [team, fixTeam]))],
    findings: totalOf(sums, "findings"),
    accepted: totalOf(sums, "accepted"),
    added: totalOf(sums, "added"),
    kev: totalOf(sums, "kev"),
    critical: totalOf(sums, "critical"),
    high: totalOf(sums, "high"),
    workloads: totalOf(sums, "workloads"),
    points: totalOf(sums, "points"),
    scores: whatIf(before, sums),
    dueAt: due.length > 0 ? new Date(Math.min(...due)) : null,
    assignee:
      first !== undefined && assignees.length === 1 ? { id: first, name: names.users.get(first)?.name ?? null } : null,
  };
}
