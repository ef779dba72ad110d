import type { Scope } from "@/lib/authz/scope";
import type { Run } from "@/lib/db/read";
import { lookUp, type Named, toolNames } from "../names";
import { all, Parameters } from "../sql";
import { visible } from "../visible";

interface Stored {
  id: string;
  subject_id: number;
  place_id: number;
  rule_id: number;
  cluster_id: number;
  team_id: number;
  fix_team_id: number;
  kind: number;
  area: number;
  severity: number;
  state: number;
  presence: number;
  decision: number;
  work: number;
  awaiting: boolean;
  fix_state: number;
  /** Bits: 1 KEV, 2 EPSS ≥ 0.1, 4 reachable from the internet, 8 known not to run. */
  flags: number;
  /** Tenths. */
  points: number;
  places: number;
  first_seen_at: Date;
  state_at: Date;
  due_at: Date | null;
  assignee_id: number | null;
  witnesses: number;
  rule: string;
  title: string;
  /** True: at least one workload is known to run it. */
  runs: boolean | null;
}

/** A finding with the names of what it refers to: null for no such thing, and for what the reader may not see. */
export interface FindingRecord extends Omit<Stored, "witnesses"> {
  subject: { kind: number; name: string } | null;
  cluster: Named | null;
  namespace: string | null;
  team: Named | null;
  fixTeam: Named | null;
  assignee: string | null;
  tools: string[];
}

const columns = `f.id::text, f.subject_id, f.place_id, f.rule_id, f.cluster_id, f.team_id, f.fix_team_id, f.kind, f.area,
  f.severity, f.state, f.presence, f.decision, f.work, f.awaiting, f.fix_state, f.flags, f.points, f.places,
  f.first_seen_at, f.state_at, f.due_at, f.assignee_id, f.witnesses, r.code AS rule, r.title,
  (SELECT bool_or(p.running = 1) FROM placement p
   WHERE p.subject_id = f.subject_id AND p.place_id = f.place_id AND p.team_id = f.team_id) AS runs`;

/** These findings in the order given; those that the reader may not see are left out. */
export async function findingRecords(
  run: Run,
  scope: Scope,
  ids: readonly (number | string)[],
): Promise<FindingRecord[]> {
  if (ids.length === 0) return [];
  const p = new Parameters();
  const conditions = [`f.id = ANY (${p.add(ids, "bigint[]")})`, ...visible(scope, p, "f")];
  const rows = await run<Stored>({
    name: `finding-rows-${scope.teams === "*" ? "all" : "own"}`,
    text: `SELECT ${columns} FROM finding f JOIN rule r ON r.id = f.rule_id WHERE ${all(conditions)}`,
    values: p.values,
  });
  const records = await named(run, scope, rows);
  const byId = new Map(records.map((record) => [record.id, record]));
  return ids.flatMap((id) => byId.get(String(id)) ?? []);
}

async function named(run: Run, scope: Scope, rows: Stored[]): Promise<FindingRecord[]> {
  const tools = await toolNames(run);
  const names = await lookUp(run, scope, {
    subjects: rows.map((row) => row.subject_id),
    places: rows.map((row) => row.place_id),
    clusters: rows.map((row) => row.cluster_id),
    teams: rows.flatMap((row) => [row.team_id, row.fix_team_id]),
    users: rows.map((row) => row.assignee_id),
  });
  return rows.map(({ witnesses, ...row }) => ({
    ...row,
    subject: names.subjects.get(row.subject_id) ?? null,
    cluster: names.clusters.get(row.cluster_id) ?? null,
    namespace: names.places.get(row.place_id)?.namespace || null,
    team: names.teams.get(row.team_id) ?? null,
    fixTeam: names.teams.get(row.fix_team_id) ?? null,
    assignee: names.users.get(row.assignee_id ?? 0)?.name ?? null,
    tools: row.presence === 0 ? tools(witnesses) : [],
  }));
}
