import type { Pool } from "pg";
import { severityRises } from "@/lib/domain/lifecycle/reopens";
import { severities } from "@/lib/domain/vocabulary";

/** A finding as far as decisions depend on it. */
export interface Seen {
  id: string;
  subject: number;
  place: number;
  namespace: string;
  cluster: number;
  rule: number;
  loc: string;
  team: number;
  fixTeam: number;
  severity: number;
  kev: boolean;
  presence: number;
  decision: number;
  exception: number | null;
}

/** An exception as it was asked for. */
export interface Asked {
  id: number;
  decision: number;
  rule: number;
  subject: number | null;
  cluster: number | null;
  namespace: string | null;
  team: number | null;
  active: boolean;
  /** When it was decided, as a number that only grows. */
  order: number;
  severity: number | null;
  kev: boolean;
}

const rises = (before: number, after: number) => severityRises(severities.word(before), severities.word(after));

/**
 * The naive answer to "which exception decides on which finding": told of every exception, and shown all findings
 * before and after each step.
 */
export class Oracle {
  readonly exceptions: Asked[] = [];
  private readonly lost = new Set<string>();
  private decided = new Map<string, Asked | null>();
  private seen = new Map<string, Seen>();

  constructor(private readonly pool: Pool) {}

  /** Works out anew what every finding should have. `changed`: exceptions alone, so that nothing can be lost. */
  async look(): Promise<Seen[]> {
    await this.followRules();
    const now = await this.findings();
    const { rows: past } = await this.pool.query<{ id: string; into: string }>(
      "SELECT id::text, into_id::text AS into FROM finding_past",
    );
    const into = new Map(past.map((row) => [row.id, row.into]));
    const by = new Map(now.map((f) => [f.id, f]));
    const sources = new Map<string, Seen[]>();
    for (const old of this.seen.values()) {
      const id = into.get(old.id) ?? old.id;
      sources.set(id, [...(sources.get(id) ?? []), old]);
    }
    for (const mark of [...this.lost]) {
      const [exception, finding = ""] = mark.split(" ");
      const to = into.get(finding);
      if (to) this.lost.add(`${exception} ${to}`);
    }
    for (const f of now) {
      const had = (sources.get(f.id) ?? []).filter((old) => this.decided.get(old.id));
      const ended = had.filter((old) => f.presence === 0 && (rises(old.severity, f.severity) || (f.kev && !old.kev)));
      if (had.length === 0 || ended.length < had.length) continue;
      for (const x of this.exceptions) if (x.active && this.matches(x, f)) this.lost.add(`${x.id} ${f.id}`);
    }
    const siblings = new Map<string, string[]>();
    const key = (f: Seen) => [f.subject, f.place, f.rule, f.loc].join(" ");
    for (const f of now) siblings.set(key(f), [...(siblings.get(key(f)) ?? []), f.id]);
    this.decided = new Map(now.map((f) => [f.id, this.best(f, siblings.get(key(f)) ?? [])]));
    this.seen = by;
    return now;
  }

  /** Lines about findings that have another decision, or through another exception, than they should. */
  async differences(): Promise<string[]> {
    const now = await this.look();
    return now.flatMap((f) => {
      const want = this.decided.get(f.id) ?? null;
      if (f.decision === (want?.decision ?? 0) && f.exception === (want?.id ?? null)) return [];
      return [`${JSON.stringify(f)} should have ${JSON.stringify(want)}`];
    });
  }

  /** What the approval of an exception is limited to, from what it matches now. */
  async limits(x: Asked): Promise<{ severity: number | null; kev: boolean }> {
    const matched = (await this.findings()).filter((f) => this.matches(x, f));
    const most = (of: Seen[]) => (of.length === 0 ? null : Math.max(...of.map((f) => f.severity)));
    const { rows } = await this.pool.query<{ kev: boolean; severity: number | null }>(
      "SELECT r.kev, (SELECT max(severity) FROM advisory a WHERE a.rule_id = r.id) AS severity FROM rule r WHERE r.id = $1",
      [x.rule],
    );
    const severity = most(matched.filter((f) => f.presence === 0)) ?? most(matched) ?? rows[0]?.severity ?? null;
    return { severity, kev: rows[0]?.kev ?? false };
  }

  /** How often something of each kind is there now, to see that the test tests something. */
  tally(): Record<string, number> {
    const covered = [...this.decided.values()].filter(Boolean).length;
    return { covered, lost: this.lost.size, active: this.exceptions.filter((x) => x.active).length };
  }

  private best(f: Seen, siblings: string[]): Asked | null {
    const rank = (x: Asked) =>
      (x.subject !== null ? 8 : 0) +
      (x.namespace !== null ? 4 : 0) +
      (x.cluster !== null ? 2 : 0) +
      (x.team !== null ? 1 : 0);
    const covering = this.exceptions.filter(
      (x) =>
        x.active &&
        this.matches(x, f) &&
        !(x.severity !== null && rises(x.severity, f.severity)) &&
        (x.kev || !f.kev) &&
        !siblings.some((id) => this.lost.has(`${x.id} ${id}`)),
    );
    covering.sort((a, b) => rank(b) - rank(a) || b.order - a.order || b.id - a.id);
    return covering[0] ?? null;
  }

  private matches(x: Asked, f: Seen): boolean {
    return (
      x.rule === f.rule &&
      (x.subject === null || x.subject === f.subject) &&
      (x.cluster === null || x.cluster === f.cluster) &&
      (x.namespace === null || x.namespace === f.namespace) &&
      (x.team === null || x.team === f.team || x.team === f.fixTeam)
    );
  }

  private async followRules(): Promise<void> {
    const { rows } = await this.pool.query<{ from: number; to: number }>(
      'SELECT rule_id AS "from", into_id AS "to" FROM rule_change WHERE rule_id <> into_id',
    );
    const to = new Map(rows.map((row) => [row.from, row.to]));
    for (const x of this.exceptions) x.rule = to.get(x.rule) ?? x.rule;
  }

  private async findings(): Promise<Seen[]> {
    const { rows } = await this.pool.query<Seen>(
      `SELECT f.id::text, f.subject_id AS subject, f.place_id AS place, p.namespace, f.cluster_id AS cluster, f.rule_id AS rule, f.loc::text,
         f.team_id AS team, f.fix_team_id AS "fixTeam", f.severity, f.flags & 1 = 1 AS kev, f.presence, f.decision, l.exception_id AS exception
       FROM finding f JOIN place p ON p.id = f.place_id LEFT JOIN finding_exception l ON l.finding_id = f.id ORDER BY f.id`,
    );
    return rows;
  }
}
