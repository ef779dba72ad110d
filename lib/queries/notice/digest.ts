import type { Scope } from "@/lib/authz/scope";
import { type Run, reading } from "@/lib/db/read";
import { axes, presences, type Severity, severities } from "@/lib/domain/vocabulary";
import { all, Parameters } from "../sql";
import { visible } from "../visible";

/** Ids of findings and of their journal that are told of: after `from`, up to `to`; dues between two times. */
export interface DigestWindow {
  findings: { from: string; to: string };
  events: { from: string; to: string };
  dues: { from: Date; to: Date };
  minSeverity: Severity;
  /** Tools that spoke of a cluster for the first time: what only they report there is a baseline, not news. */
  firsts: readonly Baseline[];
}

export interface Baseline {
  clusterId: number;
  /** Bits of the tools, in decimal. */
  tools: string;
}

export interface Tally {
  /** null: of all. */
  name: string | null;
  slug: string | null;
  findings: number;
  kev: number;
  bySeverity: Record<string, number>;
  /** Of an asset: the fix that takes most of its points. */
  fix?: { id: number; title: string };
}

export interface DigestRule {
  code: string;
  title: string;
  severity: Severity;
  kev: boolean;
  exposed: boolean;
  findings: number;
  workloads: number;
}

export interface DigestNews {
  fresh: Tally;
  /** Of the worst kinds first, a few. */
  rules: DigestRule[];
  assets: Tally[];
  teams: Tally[];
  /** By cluster. */
  baseline: Tally[];
  reopened: number;
  fixed: number;
  listed: number;
  overdue: number;
  dueSoon: number;
}

const FEW = 5;
const SOON = 7 * 86_400_000;

/**
 * What is new for a reader within a window, counted at the moment it is told and within their own scope. What was closed
 * or decided upon meanwhile is not news any more.
 */
export async function digestNews(scope: Scope, window: DigestWindow): Promise<DigestNews> {
  return reading(scope, async (run) => {
    const { fresh, baseline } = await tallies(run, scope, window);
    return {
      ...{ fresh, baseline },
      rules: fresh.findings > 0 ? await worstRules(run, scope, window) : [],
      assets: fresh.findings > 0 ? await groups(run, scope, window, "asset") : [],
      teams: fresh.findings > 0 ? await groups(run, scope, window, "team") : [],
      ...(await changes(run, scope, window)),
      ...(await dues(run, scope, window)),
    };
  });
}

/** New findings that are still to be dealt with, as a sub-select `n` with a column `first`: a baseline. */
function freshRows(parameters: Parameters, scope: Scope, { findings, minSeverity, firsts }: DigestWindow): string {
  const clusters = parameters.add(
    firsts.map(({ clusterId }) => clusterId),
    "int[]",
  );
  const tools = parameters.add(
    firsts.map((one) => one.tools),
    "bigint[]",
  );
  const least = parameters.add(severities.code(minSeverity), "smallint");
  const range = `f.id > ${parameters.add(findings.from, "bigint")} AND f.id <= ${parameters.add(findings.to, "bigint")}`;
  const wanted = all([
    range,
    "f.presence = 0",
    "f.decision = 0",
    `f.severity >= ${least}`,
    ...visible(scope, parameters, "f"),
  ]);
  return `(SELECT f.*, EXISTS (SELECT 1 FROM unnest(${clusters}, ${tools}) b(c, t) WHERE b.c = f.cluster_id AND f.witnesses & ~b.t = 0) AS first
    FROM finding f WHERE ${wanted}) n`;
}

interface Cell {
  name: string | null;
  slug: string | null;
  severity: number;
  findings: number;
  kev: number;
}

async function tallies(run: Run, scope: Scope, window: DigestWindow): Promise<{ fresh: Tally; baseline: Tally[] }> {
  const parameters = new Parameters();
  const rows = await run<Cell & { first: boolean }>({
    text: `SELECT n.first, c.name, c.slug, n.severity, count(*)::int AS findings, count(*) FILTER (WHERE n.flags & 1 <> 0)::int AS kev
      FROM ${freshRows(parameters, scope, window)} LEFT JOIN cluster c ON c.id = n.cluster_id GROUP BY 1, 2, 3, 4 ORDER BY 2`,
    values: parameters.values,
  });
  const news = rows.filter(({ first }) => !first).map((row) => ({ ...row, name: null, slug: null }));
  return { fresh: sum(news)[0] ?? nothing(), baseline: sum(rows.filter(({ first }) => first)) };
}

const nothing = (): Tally => ({ name: null, slug: null, findings: 0, kev: 0, bySeverity: {} });

function sum(cells: readonly Cell[]): Tally[] {
  const tallies = new Map<string, Tally>();
  for (const { name, slug, severity, findings, kev } of cells) {
    const key = `${slug} ${name}`;
    const tally = tallies.get(key) ?? { ...nothing(), name, slug };
    const word = severities.word(severity);
    tally.findings += findings;
    tally.kev += kev;
    tally.bySeverity[word] = (tally.bySeverity[word] ?? 0) + findings;
    tallies.set(key, tally);
  }
  return [...tallies.values()];
}

async function worstRules(run: Run, scope: Scope, window: DigestWindow): Promise<DigestRule[]> {
  const parameters = new Parameters();
  const rows = await run<Omit<DigestRule, "severity"> & { severity: number }>({
    text: `SELECT r.code, r.title, g.severity, g.kev, g.exposed, g.findings, g.workloads FROM (
        SELECT n.rule_id, max(n.severity) AS severity, bool_or(n.flags & 1 <> 0) AS kev, bool_or(n.flags & 4 <> 0) AS exposed,
          count(*)::int AS findings, sum(n.places)::int AS workloads
        FROM ${freshRows(parameters, scope, window)} WHERE NOT n.first GROUP BY 1
        ORDER BY 3 DESC, 2 DESC, 4 DESC, 5 DESC, 1 LIMIT ${FEW}) g JOIN rule r ON r.id = g.rule_id
      ORDER BY g.kev DESC, g.severity DESC, g.exposed DESC, g.findings DESC, g.rule_id`,
    values: parameters.values,
  });
  return rows.map((row) => ({ ...row, severity: severities.word(row.severity) }));
}

/** New findings by what is to be fixed, or by whose work they are; teams only of a reader who sees several. */
async function groups(run: Run, scope: Scope, window: DigestWindow, by: "asset" | "team"): Promise<Tally[]> {
  if (by === "team" && scope.teams !== "*" && scope.teams.length < 2) return [];
  const parameters = new Parameters();
  // A finding has two teams, and a reader may know the name of one of them alone.
  const own =
    by === "team"
      ? visible(scope, parameters, "n").map(() => `AND t.id = ANY ($${parameters.values.length}::int[])`)
      : [];
  const join =
    by === "team"
      ? `JOIN team t ON t.id IN (n.team_id, n.fix_team_id) ${own.join()}`
      : "JOIN subject t ON t.id = n.subject_id";
  const rows = await run<Cell & { id: number }>({
    text: `WITH g AS MATERIALIZED (SELECT t.id, n.severity, n.flags FROM ${freshRows(parameters, scope, window)} ${join} WHERE NOT n.first),
        most AS (SELECT id FROM g GROUP BY 1 ORDER BY count(*) FILTER (WHERE flags & 1 <> 0) DESC, max(severity) DESC, count(*) DESC, 1 LIMIT ${FEW})
      SELECT t.id, t.name, ${by === "team" ? "t.slug" : "NULL AS slug"}, g.severity, count(*)::int AS findings, count(*) FILTER (WHERE g.flags & 1 <> 0)::int AS kev
      FROM g JOIN most USING (id) JOIN ${by === "team" ? "team" : "subject"} t USING (id) GROUP BY 1, 2, 3, 4`,
    values: parameters.values,
  });
  const tallies = sum(rows).sort((a, b) => b.kev - a.kev || b.findings - a.findings);
  if (by === "team") return tallies;
  const fixes = await bestFixes(run, scope, new Set(rows.map(({ id }) => id)));
  const ids = new Map(rows.map(({ name, id }) => [name, id]));
  return tallies.map((one) => ({ ...one, fix: fixes.get(ids.get(one.name) ?? 0) }));
}

/** For each subject the fix that takes most points within the scope. */
async function bestFixes(
  run: Run,
  scope: Scope,
  subjects: Set<number>,
): Promise<Map<number, { id: number; title: string }>> {
  const parameters = new Parameters();
  const wanted = all([
    `x.subject_id = ANY (${parameters.add([...subjects], "int[]")})`,
    ...visible(scope, parameters, "s"),
  ]);
  const rows = await run<{ subject: number; id: number; title: string }>({
    text: `SELECT DISTINCT ON (x.subject_id) x.subject_id AS subject, x.id, x.title FROM fix x JOIN fix_sum s ON s.fix_id = x.id
      WHERE ${wanted} GROUP BY x.id HAVING sum(s.findings) > 0 ORDER BY x.subject_id, sum(s.points) DESC, x.id`,
    values: parameters.values,
  });
  return new Map(rows.map(({ subject, id, title }) => [subject, { id, title }]));
}

/** From the journal: what came back, what was fixed, what became known to be exploited. */
async function changes(
  run: Run,
  scope: Scope,
  { events, minSeverity }: DigestWindow,
): Promise<Pick<DigestNews, "reopened" | "fixed" | "listed">> {
  const parameters = new Parameters();
  const range = `e.id > ${parameters.add(events.from, "bigint")} AND e.id <= ${parameters.add(events.to, "bigint")}`;
  const [presence, flags] = [axes.code("presence"), axes.code("flags")];
  const done = [presences.code("fixed"), presences.code("replaced")].join(", ");
  const wanted = all([
    range,
    `f.severity >= ${parameters.add(severities.code(minSeverity), "smallint")}`,
    ...visible(scope, parameters, "f"),
  ]);
  const [row] = await run<{ reopened: number; fixed: number; listed: number }>({
    text: `SELECT count(DISTINCT f.id) FILTER (WHERE e.axis = ${presence} AND e.before <> 0 AND e.after = 0 AND f.presence = 0)::int AS reopened,
        count(DISTINCT f.id) FILTER (WHERE e.axis = ${presence} AND e.after IN (${done}) AND f.presence = e.after)::int AS fixed,
        count(DISTINCT f.id) FILTER (WHERE e.axis = ${flags} AND e.before & 1 = 0 AND e.after & 1 <> 0 AND f.presence = 0)::int AS listed
      FROM finding_event e JOIN finding f ON f.id = e.finding_id WHERE e.axis IN (${presence}, ${flags}) AND ${wanted}`,
    values: parameters.values,
  });
  return row ?? { reopened: 0, fixed: 0, listed: 0 };
}

/** What became overdue since, and what will be within a week: of those whose work it is. */
async function dues(
  run: Run,
  scope: Scope,
  { dues: { from, to }, minSeverity }: DigestWindow,
): Promise<Pick<DigestNews, "overdue" | "dueSoon">> {
  const parameters = new Parameters();
  const teams =
    scope.teams === "*"
      ? "(SELECT id FROM team UNION ALL SELECT 0)"
      : `(SELECT unnest(${parameters.add(scope.teams, "int[]")}))`;
  const least = parameters.add(severities.code(minSeverity), "smallint");
  const between = (a: Date, b: Date) =>
    `(SELECT count(*)::int FROM finding f WHERE f.state < 4 AND f.fix_team_id IN ${teams} AND f.severity >= ${least}
       AND f.due_at > ${parameters.add(a, "timestamptz")} AND f.due_at <= ${parameters.add(b, "timestamptz")})`;
  const [row] = await run<{ overdue: number; dueSoon: number }>({
    text: `SELECT ${between(from, to)} AS overdue, ${between(to, new Date(to.getTime() + SOON))} AS "dueSoon"`,
    values: parameters.values,
  });
  return row ?? { overdue: 0, dueSoon: 0 };
}
