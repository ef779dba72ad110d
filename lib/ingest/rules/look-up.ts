import type { Pool, PoolClient } from "pg";

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
}

export interface Catalogue {
  /** Ids of the rules of this name. More than one only until they are merged. */
  idsOf(name: string): number[];
  /** It stands for several flaws, so that it is another name of none. */
  isShared(name: string): boolean;
  byId: Map<number, StoredRule>;
}

/** What the catalogue knows of these names, codes and aliases alike: a look-up by index each. */
export async function lookUp(db: Pool | PoolClient, names: string[]): Promise<Catalogue> {
  const aliases = await db.query<{ alias: string; id: number }>({
    name: "rules-by-alias",
    text: "SELECT alias, rule_id AS id FROM rule_alias WHERE alias = ANY ($1)",
    values: [names],
  });
  const rules = await db.query<Omit<StoredRule, "names"> & { aliases: string[] | null }>({
    name: "rules-by-name",
    text: `SELECT id, code, kind, title, coalesce(length(description), 0) AS description, coalesce(length(remediation), 0) AS remediation,
             (SELECT array_agg(a.alias) FROM rule_alias a WHERE a.rule_id = r.id) AS aliases
           FROM rule r WHERE code = ANY ($1) OR id = ANY ($2)`,
    values: [names, aliases.rows.map((row) => row.id)],
  });
  const byAlias = new Map(aliases.rows.map((row) => [row.alias, row.id]));
  const byCode = new Map(rules.rows.map((row) => [row.code, row.id]));
  return {
    idsOf: (name) => [...new Set([byAlias.get(name), byCode.get(name)])].filter((id): id is number => Boolean(id)),
    isShared: (name) => byAlias.get(name) === 0,
    byId: new Map(
      rules.rows.map(({ aliases, ...row }) => [row.id, { ...row, names: new Set([row.code, ...(aliases ?? [])]) }]),
    ),
  };
}

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
