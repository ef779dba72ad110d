import type { Scope } from "@/lib/authz/scope";
import type { Run } from "@/lib/db/read";
import type { FindingRecord } from "../finding/row";
import { all, Parameters } from "../sql";
import { visibleExceptions } from "./row";

export interface FindingExceptions {
  /** The one that decides on it now. */
  inForce: { id: number; decision: number; expiresAt: Date; since: Date } | null;
  /** One that was asked for and would cover it. */
  asked: number | null;
}

/** Exceptions that concern a finding, as far as the reader may see them. */
export async function exceptionsOn(run: Run, scope: Scope, f: FindingRecord): Promise<FindingExceptions> {
  const p = new Parameters();
  const covers = [
    ...[`x.state = 0`, `x.rule_id = ${p.add(f.rule_id, "int")}`],
    `(x.subject_id IS NULL OR x.subject_id = ${p.add(f.subject_id, "int")})`,
    `(x.cluster_id IS NULL OR x.cluster_id = ${p.add(f.cluster_id, "int")})`,
    `(x.team_id IS NULL OR x.team_id IN (${p.add(f.team_id, "int")}, ${p.add(f.fix_team_id, "int")}))`,
    `(x.namespace IS NULL OR x.namespace = ${p.add(f.namespace ?? "", "text")})`,
    ...visibleExceptions(scope, p),
  ];
  const [asked] = await run<{ id: number }>({
    text: `SELECT x.id FROM exception x WHERE ${all(covers)} ORDER BY x.id DESC LIMIT 1`,
    values: p.values,
  });
  if (f.decision === 0) return { inForce: null, asked: asked?.id ?? null };
  const [inForce] = await run<NonNullable<FindingExceptions["inForce"]>>({
    name: "exception-of-finding",
    text: `SELECT x.id, x.decision, x.expires_at AS "expiresAt", l.since FROM finding_exception l JOIN exception x ON x.id = l.exception_id
      WHERE l.finding_id = $1::bigint`,
    values: [f.id],
  });
  return { inForce: inForce ?? null, asked: asked?.id ?? null };
}
