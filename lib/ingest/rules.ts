import type { Pool } from "pg";
import { areas, kinds } from "../domain/vocabulary";
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

function signatureOf(rule: RuleEntry): string {
  const opinions = [...rule.opinions].map(([by, o]) => `${by}=${o.source}/${o.severity}/${JSON.stringify(o.cvss)}`);
  const lengths = [rule.title, rule.description, rule.remediation].map((text) => text?.length ?? 0);
  return [...lengths, ...(rule.aliases ?? []), ...opinions].join(";");
}

async function upsert(pool: Pool, rules: Collected["rules"], codes: string[]): Promise<void> {
  const rows = codes.map((code) => {
    const rule = rules.get(code);
    if (!rule) throw new Error(`rule ${code} is not in the report`);
    return {
      code,
      kind: kinds.code(rule.kind),
      area: areas.code(rule.area),
      title: clean(rule.title) || code,
      description: rule.description ? clean(rule.description) : null,
      remediation: rule.remediation ? clean(rule.remediation) : null,
      references: (rule.references ?? []).slice(0, 20),
      controls: rule.controls ?? [],
      aliases: [...new Set(rule.aliases ?? [])].filter((alias) => alias !== code),
      opinions: [...rule.opinions].map(([by, opinion]) => ({ by, ...opinion })),
    };
  });
  // An alias that is known already leads to its rule; only codes that lead nowhere become rules of their own.
  // Where two tools word a rule differently the fuller text stays, so that the order of imports does not matter.
  await pool.query({
    name: "rules-upsert",
    text: `
      WITH given AS MATERIALIZED (
        SELECT * FROM jsonb_to_recordset($1::jsonb) g(code text, kind smallint, area smallint, title text, description text,
          remediation text, "references" text[], controls text[], aliases text[])),
      fresh AS (
        SELECT g.* FROM given g WHERE NOT EXISTS (SELECT 1 FROM rule_alias a WHERE a.alias = g.code)
          AND NOT EXISTS (SELECT 1 FROM rule_alias a WHERE a.alias = ANY (g.aliases))
          AND NOT EXISTS (SELECT 1 FROM rule r WHERE r.code = ANY (g.aliases)))
      INSERT INTO rule AS r (code, kind, area, title, description, remediation, "references", controls)
        SELECT code, kind, area, title, description, remediation, coalesce("references", '{}'), coalesce(controls, '{}')
        FROM fresh ORDER BY code
      ON CONFLICT (code) DO UPDATE SET
        title = CASE WHEN r.title = r.code OR (length(excluded.title), excluded.title) > (length(r.title), r.title)
                     AND excluded.title <> r.code THEN excluded.title ELSE r.title END,
        description = CASE WHEN length(excluded.description) > coalesce(length(r.description), 0) THEN excluded.description ELSE r.description END,
        remediation = CASE WHEN length(excluded.remediation) > coalesce(length(r.remediation), 0) THEN excluded.remediation ELSE r.remediation END
      WHERE r.title = r.code AND excluded.title <> r.code
        OR (length(excluded.title), excluded.title) > (length(r.title), r.title)
        OR length(excluded.description) > coalesce(length(r.description), 0)
        OR length(excluded.remediation) > coalesce(length(r.remediation), 0)`,
    values: [JSON.stringify(rows)],
  });
  await pool.query({
    name: "rule-aliases",
    text: `
      WITH given AS MATERIALIZED (SELECT * FROM jsonb_to_recordset($1::jsonb) g(code text, aliases text[])),
      named AS (
        SELECT g.code, unnest(g.aliases || g.code) AS alias,
          coalesce((SELECT a.rule_id FROM rule_alias a WHERE a.alias = g.code), (SELECT r.id FROM rule r WHERE r.code = g.code),
            (SELECT min(a.rule_id) FROM rule_alias a WHERE a.alias = ANY (g.aliases)),
            (SELECT min(r.id) FROM rule r WHERE r.code = ANY (g.aliases))) AS rule_id
        FROM given g WHERE cardinality(g.aliases) > 0)
      INSERT INTO rule_alias (alias, rule_id) SELECT DISTINCT ON (alias) alias, rule_id FROM named
        WHERE NOT EXISTS (SELECT 1 FROM rule r WHERE r.code = alias) AND rule_id IS NOT NULL ORDER BY alias
      ON CONFLICT DO NOTHING`,
    values: [JSON.stringify(rows.map(({ code, aliases }) => ({ code, aliases })))],
  });
  const opinions = rows.flatMap((row) => row.opinions.map((opinion) => ({ code: row.code, ...opinion })));
  if (opinions.length === 0) return;
  await pool.query({
    name: "rule-opinions",
    text: `
      WITH given AS (
        SELECT coalesce(a.rule_id, r.id) AS rule_id, g.by, max(g.source) AS source, max(g.severity) AS severity,
          max(g.cvss::text)::jsonb AS cvss
        FROM jsonb_to_recordset($1::jsonb) g(code text, by text, source smallint, severity smallint, cvss jsonb)
        LEFT JOIN rule_alias a ON a.alias = g.code LEFT JOIN rule r ON r.code = g.code GROUP BY 1, 2)
      INSERT INTO advisory AS o (rule_id, by, source, severity, cvss)
        SELECT rule_id, by, source, severity, cvss FROM given WHERE rule_id IS NOT NULL ORDER BY 1, 2
      ON CONFLICT (rule_id, by) DO UPDATE SET source = excluded.source, severity = excluded.severity, cvss = excluded.cvss
      WHERE (o.source, o.severity, o.cvss) IS DISTINCT FROM (excluded.source, excluded.severity, excluded.cvss)`,
    values: [JSON.stringify(opinions)],
  });
}

/** PostgreSQL stores no NUL. */
function clean(text: string): string {
  return text.replaceAll("\0", "").trim();
}
