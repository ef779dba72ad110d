import { invalid } from "@/lib/authz/refusal";
import type { Scope } from "@/lib/authz/scope";
import { type Run, reading } from "@/lib/db/read";
import { type Justification, justifications } from "@/lib/domain/exception/vocabulary";
import type { VexDecision, VexSubject } from "@/lib/domain/vex/statement";
import { decisions, severities } from "@/lib/domain/vocabulary";
import { sharedConditions } from "../finding/filter";
import { resolveFilter } from "../finding/resolve";
import { all, Parameters } from "../sql";
import { visible } from "../visible";

export interface VexRequest {
  cluster?: readonly string[];
  team?: readonly string[];
  /** Name of an image repository. */
  image?: string;
  /** Also what is open and what was fixed, not only what exceptions decide. */
  everything: boolean;
}

/** Statements of one document; more have to be asked for in parts. */
export const mostStatements = 20_000;

interface Pair {
  subject: number;
  repository: string;
  ruleId: number;
  rule: string;
  aliases: string[];
  severity: number;
  open: number;
  fixable: boolean | null;
  fixed: number;
  exceptions: number[] | null;
  at: Date;
}

/** Flaws of images with what is decided on them, within the reader's scope. Throws invalid for what is too much. */
export async function vexSubjects(scope: Scope, request: VexRequest): Promise<VexSubject[]> {
  return reading(scope, async (run) => {
    const pairs = await pairsOf(run, scope, request);
    if (pairs.length > mostStatements)
      throw invalid(`These are more than ${mostStatements} statements: narrow them down by team, cluster or image.`);
    const found = await decisionsOf(
      run,
      pairs.flatMap((pair) => pair.exceptions ?? []),
    );
    const digests = await digestsOf(run, scope, pairs);
    return pairs.map(({ subject, ruleId, ...pair }) => ({
      ...{ rule: pair.rule, aliases: pair.aliases, repository: pair.repository, at: pair.at },
      ...{ open: pair.open, fixable: pair.fixable === true, fixed: pair.fixed },
      severity: severities.word(pair.severity),
      digests: digests.get(`${subject} ${ruleId}`) ?? [],
      decisions: (pair.exceptions ?? []).flatMap((id) => found.get(id) ?? []),
    }));
  });
}

const VULNERABILITY = 0;
const IMAGE = 4;

async function pairsOf(run: Run, scope: Scope, request: VexRequest): Promise<Pair[]> {
  const { everything, image, ...rest } = request;
  const filter = await resolveFilter(run, scope, { ...rest, state: ["all"], ...(image && { asset: image }) });
  const p = new Parameters();
  const conditions = [
    `f.kind = ${VULNERABILITY}`,
    ...sharedConditions(filter, p, "f", ["states"]),
    ...(filter.subjects ? [`f.subject_id = ANY (${p.add(filter.subjects, "int[]")})`] : []),
    ...visible(scope, p, "f"),
  ];
  const chosen = everything
    ? `SELECT DISTINCT f.subject_id, f.rule_id FROM finding f WHERE ${all(conditions)}`
    : `SELECT DISTINCT f.subject_id, f.rule_id FROM finding_exception l JOIN finding f ON f.id = l.finding_id
       WHERE ${all(["f.presence = 0", ...visible(scope, p, "l"), ...conditions])}`;
  return run<Pair>({
    text: `SELECT x.subject_id AS subject, s.name AS repository, x.rule_id AS "ruleId", r.code AS rule, x.severity, x.open, x.fixable, x.fixed,
        x.exceptions, x.at, coalesce((SELECT array_agg(a.alias ORDER BY a.alias) FROM rule_alias a WHERE a.rule_id = r.id AND a.alias <> r.code), '{}') AS aliases
      FROM (SELECT c.subject_id, c.rule_id, max(f.severity) AS severity, count(*) FILTER (WHERE f.presence = 0 AND f.decision = 0)::int AS open,
          bool_or(f.fix_state = 3) FILTER (WHERE f.presence = 0 AND f.decision = 0) AS fixable,
          count(*) FILTER (WHERE f.presence IN (1, 2))::int AS fixed, max(f.state_at) AS at,
          array_agg(DISTINCT l.exception_id) FILTER (WHERE f.presence = 0 AND l.exception_id IS NOT NULL) AS exceptions
        FROM (${chosen} LIMIT ${mostStatements + 1}) c JOIN finding f ON f.subject_id = c.subject_id AND f.rule_id = c.rule_id
        LEFT JOIN finding_exception l ON l.finding_id = f.id
        WHERE ${all(conditions)} GROUP BY 1, 2) x
      JOIN subject s ON s.id = x.subject_id AND s.kind = ${IMAGE} JOIN rule r ON r.id = x.rule_id ORDER BY s.name, r.code`,
    values: p.values,
  });
}

async function decisionsOf(run: Run, ids: readonly number[]): Promise<Map<number, VexDecision>> {
  const rows = await run<
    Omit<VexDecision, "kind" | "justification"> & { decision: number; justification: string | null }
  >({
    text: `SELECT id, decision, reason, justification, decided_at AS "decidedAt", expires_at AS "expiresAt" FROM exception WHERE id = ANY ($1::int[])`,
    values: [[...new Set(ids)]],
  });
  return new Map(
    rows.flatMap(({ decision, justification, ...row }) => {
      const kind = decisions.word(decision);
      if (kind === "none") return [];
      const why = justifications.find((word): word is Justification => word === justification) ?? null;
      return [[row.id, { ...row, kind, justification: why }] as const];
    }),
  );
}

/** Digests of the versions within the scope that have the flaw or, where it is fixed, have not, by subject and rule. */
async function digestsOf(run: Run, scope: Scope, pairs: readonly Pair[]): Promise<Map<string, string[]>> {
  const p = new Parameters();
  const subjects = p.add(
    pairs.map((pair) => pair.subject),
    "int[]",
  );
  const rules = p.add(
    pairs.map((pair) => pair.ruleId),
    "int[]",
  );
  const there = p.add(
    pairs.map((pair) => pair.open > 0 || pair.exceptions !== null),
    "bool[]",
  );
  const rows = await run<{ subject: number; rule: number; key: string }>({
    text: `SELECT DISTINCT c.subject, c.rule, a.key FROM unnest(${subjects}, ${rules}, ${there}) c(subject, rule, there)
      JOIN placement p ON p.subject_id = c.subject JOIN asset a ON a.id = p.asset_id
      WHERE ${all([...visible(scope, p, "p"), "EXISTS (SELECT 1 FROM detection d WHERE d.asset_id = a.id AND d.rule_id = c.rule AND NOT d.muted) = c.there"])}
      ORDER BY 1, 2, 3`,
    values: p.values,
  });
  const found = new Map<string, string[]>();
  for (const { subject, rule, key } of rows) {
    const digest = /@(sha256:[0-9a-f]{64})$/.exec(key)?.[1];
    if (digest) found.set(`${subject} ${rule}`, [...(found.get(`${subject} ${rule}`) ?? []), digest]);
  }
  return found;
}
