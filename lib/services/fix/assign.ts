import type { PoolClient } from "pg";
import { type FixDraft, type FixKey, type FixSubject, fixesOf, shortName } from "../../domain/fix/assign";
import { grouped } from "../../domain/fix/grouped";
import { assetKinds, fixKinds, kinds, unitKinds } from "../../domain/vocabulary";
import type { Move } from "./versions";

interface SubjectRow {
  id: number;
  kind: number;
  unit: number;
  clusterId: number;
  name: string;
}

interface KeyRow {
  subject: number;
  rule: number;
  loc: string;
  code: string;
  title: string;
  kind: number;
  available: boolean;
  remediation: boolean;
}

interface SaidRow {
  subject: number;
  rule: number;
  loc: string;
  location: unknown;
  package: unknown;
  installed: unknown;
  fixed: unknown;
  file: unknown;
}

/** Several reports of one detection give lists. */
const texts = (value: unknown): string[] =>
  (Array.isArray(value) ? value : [value]).filter((one) => one !== null && one !== undefined).map(String);

export async function subjectsOf(client: PoolClient, ids: readonly number[]): Promise<Map<number, FixSubject>> {
  const { rows } = await client.query<SubjectRow>(
    `SELECT id, kind, unit, cluster_id AS "clusterId", name FROM subject WHERE id = ANY ($1)`,
    [ids],
  );
  return new Map(
    rows.map(({ kind, unit, ...row }) => [
      row.id,
      { ...row, kind: assetKinds.word(kind), runsPods: unitKinds.word(unit) === "workload" && kind === 3 },
    ]),
  );
}

/**
 * The fixes of what no move removes, by what the tools say of it. What waits for the scan of the version that runs now is in
 * none: nobody knows whether it is still there.
 */
export async function draftsOf(client: PoolClient, subjects: ReadonlyMap<number, FixSubject>): Promise<FixDraft[]> {
  await client.query(
    `CREATE TEMP TABLE fx_k ON COMMIT DROP AS
       SELECT subject_id, rule_id, loc, min(kind) AS kind, bool_or(fix_state = 3) AS available FROM fx_f
       WHERE move_n IS NULL AND NOT awaiting AND kind NOT IN (5, 7) GROUP BY 1, 2, 3`,
  );
  await client.query("ANALYZE fx_k");
  const keys = await client.query<KeyRow>(
    `SELECT k.subject_id AS subject, k.rule_id AS rule, k.loc::text, r.code, r.title, k.kind, k.available, r.remediation IS NOT NULL AS remediation
     FROM fx_k k JOIN rule r ON r.id = k.rule_id ORDER BY 1, r.code, k.loc`,
  );
  const said = await client.query<SaidRow>(
    `SELECT DISTINCT k.subject_id AS subject, k.rule_id AS rule, k.loc::text, d.evidence->'location' AS location, d.evidence->'package' AS package,
       d.evidence->'installed' AS installed, d.evidence->'fixed' AS fixed, d.evidence->'file' AS file
     FROM fx_k k CROSS JOIN LATERAL (SELECT DISTINCT p.asset_id FROM placement p WHERE p.subject_id = k.subject_id OFFSET 0) p
     CROSS JOIN LATERAL (SELECT d.evidence FROM detection d WHERE d.asset_id = p.asset_id AND d.rule_id = k.rule_id
       AND (k.loc = 0 OR d.loc = k.loc) AND NOT d.muted OFFSET 0) d
     WHERE k.kind IN (0, 2, 3, 4)`,
  );
  const evidence = grouped(said.rows, (row) => `${row.subject} ${row.rule} ${row.loc}`);
  return [...grouped(keys.rows, (row) => row.subject)].flatMap(([id, rows]) => {
    const subject = subjects.get(id);
    return subject
      ? fixesOf(
          subject,
          rows.map((row) => keyOf(row, evidence.get(`${id} ${row.rule} ${row.loc}`) ?? [])),
        )
      : [];
  });
}

function keyOf({ subject: _, kind, ...row }: KeyRow, said: readonly SaidRow[]): FixKey {
  const packages = said.flatMap((one) =>
    texts(one.package).map((name) => ({
      name,
      location: texts(one.location)[0] ?? "",
      installed: texts(one.installed),
      fixed: texts(one.fixed),
    })),
  );
  const files = said.flatMap((one) => texts(one.file)).sort();
  return { ...row, kind: kinds.word(kind), file: files[0] ?? null, packages };
}

/** A fix as it is stored, with the number of its move or its rules and locations. */
export interface StoredFix {
  key: string;
  kind: number;
  subject: number;
  cluster: number;
  rule: number | null;
  title: string;
  target: string | null;
  asset: number | null;
  detail: string;
  move: number | null;
}

const mostPackages = 100;

export function storedMove(move: Move, subject: FixSubject): StoredFix {
  const flavour = move.flavour ? ` ${move.flavour}` : "";
  return {
    ...{
      key: `move ${move.subject}${flavour}`,
      kind: fixKinds.code("move_image"),
      subject: move.subject,
      cluster: 0,
      rule: null,
    },
    title: `Move ${shortName(subject.name)} to ${move.target}`,
    ...{ target: move.target, asset: move.to, detail: JSON.stringify({ from: move.from }), move: move.n },
  };
}

export function storedDraft(draft: FixDraft): StoredFix {
  return {
    ...{ key: draft.key, kind: fixKinds.code(draft.kind), subject: draft.subjectId, cluster: draft.clusterId },
    ...{ rule: draft.rule, title: draft.title.slice(0, 400), target: draft.target, asset: null, move: null },
    detail: JSON.stringify(draft.packages.length > 0 ? { packages: draft.packages.slice(0, mostPackages) } : {}),
  };
}
