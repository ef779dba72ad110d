import type { Pool, PoolClient } from "pg";
import { areaOf } from "../domain/rules/area";
import { equivalentOf } from "../domain/rules/equivalence";
import { type Area, areas, kinds } from "../domain/vocabulary";
import type { Collected } from "./types";

const BATCH = 2000;

type RuleEntry = Collected["rules"] extends Map<string, infer Rule> ? Rule : never;

/**
 * Ids of the rules a report names, making those that are new. A code that is an alias of another rule resolves to
 * that rule. Runs outside the merge: rules are a catalogue, harmless when the import then fails, and holding their
 * locks through a merge would let two imports wait for each other. Rows are written in the order of the code.
 */
export async function resolveRules(pool: Pool, rules: Collected["rules"]): Promise<Map<string, number>> {
  const ids = new Map<string, number>();
  const known = knownTo(pool);
  const codes: string[] = [];
  for (const [code, rule] of rules) {
    const entry = known.get(code);
    if (entry && entry.signature === signatureOf(rule)) ids.set(code, entry.id);
    else codes.push(code);
  }
  codes.sort();
  for (let i = 0; i < codes.length; i += BATCH) {
    const batch = codes.slice(i, i + BATCH);
    await upsert(pool, rules, batch);
    const { rows } = await pool.query<{ code: string; id: number }>({
      name: "rules-by-code",
      text: `SELECT c.code, coalesce(a.rule_id, r.id) AS id FROM unnest($1::text[]) c(code)
             LEFT JOIN rule_alias a ON a.alias = c.code LEFT JOIN rule r ON r.code = c.code`,
      values: [batch],
    });
    for (const row of rows) {
      ids.set(row.code, row.id);
      const rule = rules.get(row.code);
      if (rule) known.set(row.code, { id: row.id, signature: signatureOf(rule) });
    }
  }
  return ids;
}

/**
 * The same for several reports: what they share is looked at once. What they word differently is written in rounds, as
 * if they came one after the other. Answers in the order given.
 */
export async function resolveAllRules(pool: Pool, reports: Collected["rules"][]): Promise<Map<string, number>[]> {
  const ids = reports.map(() => new Map<string, number>());
  let waiting = reports.map((rules, index) => ({ index, rules }));
  while (waiting.length > 0) {
    const round: Collected["rules"] = new Map();
    const later: typeof waiting = [];
    const settled: [number, string][] = [];
    for (const { index, rules } of waiting) {
      const others: Collected["rules"] = new Map();
      for (const [code, rule] of rules) {
        const first = round.get(code);
        if (!first) round.set(code, rule);
        else if (signatureOf(first) !== signatureOf(rule)) {
          others.set(code, rule);
          continue;
        }
        settled.push([index, code]);
      }
      if (others.size > 0) later.push({ index, rules: others });
    }
    const found = await resolveRules(pool, round);
    for (const [index, code] of settled) {
      const id = found.get(code);
      if (id !== undefined) ids[index]?.set(code, id);
    }
    waiting = later;
  }
  return ids;
}

/** Ids of those of the codes (or aliases) that are known. */
export async function knownRules(db: Pool | PoolClient, codes: string[]): Promise<Set<number>> {
  const { byId } = await lookUp(db, codes);
  return new Set(byId.keys());
}

interface Known {
  id: number;
  signature: string;
}

/** What this process wrote already: most reports name the rules of the one before. Bounded; only saves work. */
const caches = new WeakMap<Pool, Map<string, Known>>();
const MOST_KNOWN = 300_000;

function knownTo(pool: Pool): Map<string, Known> {
  let known = caches.get(pool);
  if (!known || known.size > MOST_KNOWN) {
    known = new Map();
    caches.set(pool, known);
  }
  return known;
}

/** To be called when rules were merged: ids may have changed. */
export function forgetRules(pool: Pool): void {
  caches.delete(pool);
}

const signatures = new WeakMap<RuleEntry, string>();

function signatureOf(rule: RuleEntry): string {
  let text = signatures.get(rule);
  if (text !== undefined) return text;
  text = `${rule.title.length};${rule.description?.length ?? 0};${rule.remediation?.length ?? 0}`;
  for (const alias of rule.aliases ?? []) text += `;${alias}`;
  for (const [by, { source, severity, cvss }] of rule.opinions)
    text += `;${by}=${source}/${severity}/${cvss === null ? "" : JSON.stringify(cvss)}`;
  signatures.set(rule, text);
  return text;
}

interface StoredRule {
  id: number;
  code: string;
  title: string;
  description: number;
  remediation: number;
}

/** What the catalogue knows of these names, codes and aliases alike: one look-up by index each. */
async function lookUp(
  pool: Pool | PoolClient,
  names: string[],
): Promise<{ byName: Map<string, number>; byId: Map<number, StoredRule> }> {
  const aliases = await pool.query<{ alias: string; id: number }>({
    name: "rules-by-alias",
    text: "SELECT alias, rule_id AS id FROM rule_alias WHERE alias = ANY ($1)",
    values: [names],
  });
  const rules = await pool.query<StoredRule>({
    name: "rules-by-name",
    text: `SELECT id, code, title, coalesce(length(description), 0) AS description, coalesce(length(remediation), 0) AS remediation
           FROM rule WHERE code = ANY ($1) OR id = ANY ($2)`,
    values: [names, aliases.rows.map((row) => row.id)],
  });
  const byName = new Map(rules.rows.map((row) => [row.code, row.id]));
  for (const row of aliases.rows) byName.set(row.alias, row.id);
  return { byName, byId: new Map(rules.rows.map((row) => [row.id, row])) };
}

/** Makes the rules that are new and improves the texts of the others; only what differs is written. */
async function upsert(pool: Pool, rules: Collected["rules"], codes: string[]): Promise<void> {
  const names = [...new Set(codes.flatMap((code) => namesOf(rules, code)))];
  const before = await lookUp(pool, names);
  const known = (code: string) =>
    namesOf(rules, code)
      .map((name) => before.byName.get(name))
      .find((id) => id !== undefined);
  await insertRules(
    pool,
    codes.filter((code) => known(code) === undefined).map((code) => textsOf(rules, code)),
  );
  await improveTexts(pool, codes, rules, (code) => before.byId.get(known(code) ?? -1));

  const after = codes.every((code) => known(code) !== undefined) ? before : await lookUp(pool, names);
  const ruleOf = (code: string) =>
    namesOf(rules, code)
      .map((name) => after.byName.get(name))
      .find((id) => id !== undefined);
  const aliases = codes.flatMap((code) =>
    namesOf(rules, code)
      .filter((name) => !after.byName.has(name))
      .map((alias) => ({ alias, id: ruleOf(code) })),
  );
  if (aliases.length > 0) {
    await pool.query({
      name: "rule-aliases",
      text: `INSERT INTO rule_alias (alias, rule_id) SELECT DISTINCT ON (alias) alias, id FROM jsonb_to_recordset($1::jsonb) g(alias text, id int)
             WHERE id IS NOT NULL ORDER BY alias, id ON CONFLICT DO NOTHING`,
      values: [JSON.stringify(aliases)],
    });
  }
  await writeOpinions(
    pool,
    codes.flatMap((code) =>
      [...(rules.get(code)?.opinions ?? [])].map(([by, opinion]) => ({ id: ruleOf(code), by, ...opinion })),
    ),
  );
}

/** All names of a rule, the canonical one first: a check that is equivalent to others' goes by the name of the control. */
function namesOf(rules: Collected["rules"], code: string): string[] {
  const control = equivalentOf(code);
  return [...new Set([...(control ? [control.id] : []), code, ...(rules.get(code)?.aliases ?? [])])];
}

function textsOf(rules: Collected["rules"], code: string) {
  const rule = rules.get(code);
  if (!rule) throw new Error(`rule ${code} is not in the report`);
  const control = equivalentOf(code);
  return {
    code: control?.id ?? code,
    kind: kinds.code(rule.kind),
    area: areas.code(control?.area ?? areaAlone(rule, code)),
    title: control?.title ?? (clean(rule.title) || code),
    description: clean(rule.description ?? "") || null,
    remediation: clean(rule.remediation ?? "") || null,
    references: (rule.references ?? []).slice(0, 20),
    controls: rule.controls ?? [],
  };
}

/**
 * The area of a check by itself. That of a file in a repository or of an image is decided where the finding is made
 * (area_of() in the migrations), so that it does not matter where a rule is seen first.
 */
function areaAlone({ kind, area }: RuleEntry, code: string): Area {
  const always = kind === "vulnerability" || kind === "secret" || kind === "malware";
  const check = kind === "misconfiguration" || kind === "compliance" || kind === "combination";
  if (!always && !(check && (area === "pipeline" || area === "application"))) return area;
  const [tool = "", ...id] = code.split(":");
  return areaOf({ kind, tool, checkId: id.join(":"), assetKind: "workload" });
}

async function insertRules(pool: Pool, rows: ReturnType<typeof textsOf>[]): Promise<void> {
  if (rows.length === 0) return;
  const unique = [...new Map(rows.map((row) => [row.code, row])).values()];
  await pool.query({
    name: "rules-insert",
    text: `INSERT INTO rule (code, kind, area, title, description, remediation, "references", controls)
           SELECT code, kind, area, title, description, remediation, coalesce("references", '{}'), coalesce(controls, '{}')
           FROM jsonb_to_recordset($1::jsonb) g(code text, kind smallint, area smallint, title text, description text, remediation text,
             "references" text[], controls text[]) ORDER BY code ON CONFLICT (code) DO NOTHING`,
    values: [JSON.stringify(unique)],
  });
}

/** Where two tools word a rule differently the fuller text stays, so that the order of imports does not matter. */
async function improveTexts(
  pool: Pool,
  codes: string[],
  rules: Collected["rules"],
  stored: (code: string) => StoredRule | undefined,
): Promise<void> {
  const rows = codes.flatMap((code) => {
    const old = stored(code);
    if (!old) return [];
    const { title, description, remediation } = textsOf(rules, code);
    const fuller =
      !equivalentOf(code) &&
      title !== code &&
      (old.title === old.code ||
        title.length > old.title.length ||
        (title.length === old.title.length && title > old.title));
    const row = {
      id: old.id,
      title: fuller ? title : null,
      description: (description?.length ?? 0) > old.description ? description : null,
      remediation: (remediation?.length ?? 0) > old.remediation ? remediation : null,
    };
    return (row.title ?? row.description ?? row.remediation) ? [row] : [];
  });
  if (rows.length === 0) return;
  rows.sort((a, b) => a.id - b.id);
  await pool.query({
    name: "rules-improve",
    text: `UPDATE rule r SET title = coalesce(g.title, r.title), description = coalesce(g.description, r.description),
             remediation = coalesce(g.remediation, r.remediation)
           FROM (SELECT r.id, g.title, g.description, g.remediation FROM jsonb_to_recordset($1::jsonb)
             g(id int, title text, description text, remediation text) JOIN rule r ON r.id = g.id ORDER BY r.id FOR UPDATE OF r) g
           WHERE r.id = g.id`,
    values: [JSON.stringify(rows)],
  });
}

async function writeOpinions(
  pool: Pool,
  rows: { id: number | undefined; by: string; source: number; severity: number; cvss: unknown }[],
): Promise<void> {
  if (rows.length === 0) return;
  await pool.query({
    name: "rule-opinions",
    text: `WITH given AS MATERIALIZED (
             SELECT DISTINCT ON (id, by) * FROM jsonb_to_recordset($1::jsonb) g(id int, by text, source smallint, severity smallint, cvss jsonb)
             WHERE id IS NOT NULL ORDER BY id, by, severity DESC),
           changed AS (
             SELECT g.* FROM given g LEFT JOIN advisory o ON o.rule_id = g.id AND o.by = g.by
             WHERE o.rule_id IS NULL OR (o.source, o.severity, o.cvss) IS DISTINCT FROM (g.source, g.severity, g.cvss))
           INSERT INTO advisory (rule_id, by, source, severity, cvss) SELECT id, by, source, severity, cvss FROM changed ORDER BY 1, 2
           ON CONFLICT (rule_id, by) DO UPDATE SET source = excluded.source, severity = excluded.severity, cvss = excluded.cvss`,
    values: [JSON.stringify(rows)],
  });
}

/** PostgreSQL stores no NUL. */
function clean(text: string): string {
  return text.replaceAll("\0", "").trim();
}
