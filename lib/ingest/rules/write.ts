import { isDeepStrictEqual } from "node:util";
import type { Pool } from "pg";
import { equivalentOf } from "../../domain/rules/equivalence";
import { type Entry, textsOf } from "./entry";
import type { StoredOpinion, StoredRule } from "./look-up";

/** Makes the rules of these entries, with what is known of their exploitation, unless somebody else does at this moment. */
export async function insertRules(pool: Pool, entries: Entry[]): Promise<void> {
  if (entries.length === 0) return;
  const unique = new Map(entries.map((entry) => [textsOf(entry).code, { ...textsOf(entry), names: entry.names }]));
  await pool.query({
    name: "rules-insert",
    text: `INSERT INTO rule (code, kind, area, title, description, remediation, "references", controls, kev, epss, factor)
           SELECT code, kind, area, title, description, remediation, coalesce("references", '{}'), coalesce(controls, '{}'), x.kev, x.epss,
             CASE WHEN x.kev THEN 5 WHEN x.epss >= 0.1 THEN 2 ELSE 1 END
           FROM jsonb_to_recordset($1::jsonb) g(code text, kind smallint, area smallint, title text, description text, remediation text,
             "references" text[], controls text[], names text[])
           CROSS JOIN LATERAL (SELECT coalesce(bool_or(e.kev), false) AS kev, max(e.epss) AS epss FROM exploitation e
             WHERE e.code = ANY (g.names)) x ORDER BY code ON CONFLICT (code) DO NOTHING`,
    values: [JSON.stringify([...unique.values()])],
  });
}

/** Where two tools word a rule differently the fuller text stays, so that the order of imports does not matter. */
export async function improveTexts(pool: Pool, known: { entry: Entry; old: StoredRule }[]): Promise<void> {
  const rows = known.flatMap(({ entry, old }) => {
    const { title, description, remediation } = textsOf(entry);
    const fuller =
      !equivalentOf(entry.code) &&
      title !== entry.code &&
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

/** Adds names to rules that are still there. Returns the names that were not added: somebody else has them. */
export async function insertAliases(pool: Pool, aliases: { alias: string; id: number }[]): Promise<Set<string>> {
  if (aliases.length === 0) return new Set();
  const { rows } = await pool.query<{ alias: string }>({
    name: "rule-aliases",
    text: `INSERT INTO rule_alias (alias, rule_id) SELECT alias, id FROM (
             SELECT g.alias, r.id FROM jsonb_to_recordset($1::jsonb) g(alias text, id int) JOIN rule r ON r.id = g.id
             ORDER BY r.id FOR KEY SHARE OF r) g
           ORDER BY alias ON CONFLICT DO NOTHING RETURNING alias`,
    values: [JSON.stringify(aliases)],
  });
  const left = new Set(aliases.map(({ alias }) => alias));
  for (const { alias } of rows) left.delete(alias);
  return left;
}

/** In doubt they differ: the database compares again. */
const sameOpinion = (a: StoredOpinion, b: StoredOpinion) =>
  a.source === b.source && a.severity === b.severity && isDeepStrictEqual(a.cvss ?? null, b.cvss ?? null);

/** Writes what is said of rules and is not stored of them. */
export async function writeOpinions(pool: Pool, settled: { entry: Entry; rule: StoredRule }[]): Promise<void> {
  const rows = settled.flatMap(({ entry, rule }) =>
    [...entry.rule.opinions].flatMap(([by, opinion]) => {
      const stored = rule.opinions.get(by);
      return stored && sameOpinion(stored, opinion) ? [] : [{ id: rule.id, by, ...opinion }];
    }),
  );
  if (rows.length === 0) return;
  await pool.query({
    name: "rule-opinions",
    text: `WITH given AS MATERIALIZED (
             SELECT DISTINCT ON (id, by) * FROM jsonb_to_recordset($1::jsonb) g(id int, by text, source smallint, severity smallint, cvss jsonb)
             ORDER BY id, by, severity DESC),
           changed AS (
             SELECT g.* FROM given g JOIN rule r ON r.id = g.id LEFT JOIN advisory o ON o.rule_id = g.id AND o.by = g.by
             WHERE o.rule_id IS NULL OR (o.source, o.severity, o.cvss) IS DISTINCT FROM (g.source, g.severity, g.cvss)
             ORDER BY g.id, g.by FOR KEY SHARE OF r)
           INSERT INTO advisory (rule_id, by, source, severity, cvss) SELECT id, by, source, severity, cvss FROM changed ORDER BY 1, 2
           ON CONFLICT (rule_id, by) DO UPDATE SET source = excluded.source, severity = excluded.severity, cvss = excluded.cvss`,
    values: [JSON.stringify(rows)],
  });
}
