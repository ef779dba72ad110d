import type { Pool, PoolClient } from "pg";
import { askTogether, type Question } from "../ask";

/** What an advisory says of a rule. */
export interface StoredOpinion {
  source: number;
  severity: number;
  cvss: unknown;
}

export interface StoredRule {
  id: number;
  code: string;
  kind: number;
  title: string;
  /** Lengths of the texts. */
  description: number;
  remediation: number;
  /** All of its names, the code too. */
  names: Set<string>;
  /** By who has them. */
  opinions: Map<string, StoredOpinion>;
}

export interface Catalogue {
  /** Ids of the rules of this name. More than one only until they are merged. */
  idsOf(name: string): number[];
  /** It stands for several flaws, so that it is another name of none. */
  isShared(name: string): boolean;
  byId: Map<number, StoredRule>;
}

/** What the catalogue knows of these names, codes and aliases alike: a look-up by index each, in one statement. */
export async function lookUp(db: Pool | PoolClient, names: string[]): Promise<Catalogue> {
  const [aliases, rules] = await askTogether(db, "rules-by-name", [aliasesOf(names), rulesOf(names)]);
  const byAlias = new Map(aliases.map((row) => [row.alias, row.id]));
  const byCode = new Map(rules.map((row) => [row.code, row.id]));
  return {
    idsOf: (name) => [...new Set([byAlias.get(name), byCode.get(name)])].filter((id): id is number => Boolean(id)),
    isShared: (name) => byAlias.get(name) === 0,
    byId: new Map(
      rules.map(({ aliases, opinions, ...row }) => [
        row.id,
        {
          ...row,
          names: new Set([row.code, ...(aliases ?? [])]),
          opinions: new Map(Object.entries(opinions ?? {})),
        },
      ]),
    ),
  };
}

const aliasesOf = (names: string[]): Question<{ alias: string; id: number }> => ({
  text: "SELECT alias, rule_id AS id FROM rule_alias WHERE alias = ANY ($1::text[])",
  values: [names],
});

type Row = Omit<StoredRule, "names" | "opinions"> & {
  aliases: string[] | null;
  opinions: Record<string, StoredOpinion> | null;
};

const rulesOf = (names: string[]): Question<Row> => ({
  text: `SELECT r.id, r.code, r.kind, r.title, coalesce(length(r.description), 0) AS description, coalesce(length(r.remediation), 0) AS remediation,
           (SELECT array_agg(a.alias) FROM rule_alias a WHERE a.rule_id = r.id) AS aliases,
           (SELECT jsonb_object_agg(o.by, jsonb_build_object('source', o.source, 'severity', o.severity, 'cvss', o.cvss))
             FROM advisory o WHERE o.rule_id = r.id) AS opinions
         FROM (SELECT id FROM rule WHERE code = ANY ($1::text[]) UNION SELECT rule_id FROM rule_alias WHERE alias = ANY ($1::text[])) k
         CROSS JOIN LATERAL (SELECT * FROM rule WHERE id = k.id OFFSET 0) r`,
  values: [names],
});

/** Ids of the rules of which these are the codes. */
export async function rulesCalled(db: Pool | PoolClient, codes: string[]): Promise<Map<string, number>> {
  if (codes.length === 0) return new Map();
  const { rows } = await db.query<{ id: number; code: string }>({
    name: "rules-by-code",
    text: "SELECT id, code FROM rule WHERE code = ANY ($1)",
    values: [codes],
  });
  return new Map(rows.map(({ id, code }) => [code, id]));
}
