import type { Pool, PoolClient } from "pg";
import { transaction } from "../../db/transaction";
import { equivalentOf, equivalentRules } from "../../domain/rules/equivalence";
import { areas } from "../../domain/vocabulary";
import { lockCatalogue } from "../../ingest/locks";
import { lookUp } from "../../ingest/rules/look-up";
import { mergeRules } from "../../ingest/rules/merge";
import type { Pair } from "../../ingest/rules/same";
import { enqueue } from "../../jobs/enqueue";
import { log } from "../../telemetry/log";
import { type Plan, planOf } from "./plan";
import { refreshExploited } from "./refresh-exploited";

/** So many pairs are looked at in one transaction, which holds up imports. */
const AT_ONCE = 50;

/**
 * The job that makes one rule of those that turned out to be the same: what reports said so far (rule_same), and what
 * this release knows to be equivalent. Idempotent; whoever is killed here leaves the pairs for the next.
 * @param at when that was learnt; the journal says so
 * @returns the number of rules that went up in others
 */
export async function mergeSame(pool: Pool, at = new Date()): Promise<number> {
  let merged = 0;
  const known = await equivalences(pool);
  for (let i = 0; i < known.length; i += AT_ONCE) merged += await settle(pool, known.slice(i, i + AT_ONCE), at);
  for (;;) {
    const { rows } = await pool.query<{ a: string; b: string }>(
      `SELECT a, b FROM rule_same ORDER BY a <> b, a, b LIMIT ${AT_ONCE}`,
    );
    if (rows.length === 0) break;
    merged += await settle(
      pool,
      rows.map(({ a, b }): Pair => [a, b]),
      at,
    );
  }
  return merged;
}

/** Rules in the catalogue that this release has under another name. */
async function equivalences(pool: Pool): Promise<Pair[]> {
  const names = equivalentRules.flatMap(({ id, aliases }) => [id, ...aliases]);
  const catalogue = await lookUp(pool, names);
  return equivalentRules.flatMap(({ id, aliases }) =>
    aliases
      .filter((alias) => catalogue.idsOf(alias).some((rule) => catalogue.byId.get(rule)?.code !== id))
      .map((alias): Pair => [alias, id]),
  );
}

async function settle(pool: Pool, pairs: Pair[], at: Date): Promise<number> {
  return transaction(async (client) => {
    await lockCatalogue(client);
    const plan = planOf(pairs, await lookUp(client, [...new Set(pairs.flat())]));
    await client.query("SELECT merge_begin()");
    await mergeRules(client, plan.merges, at);
    await rename(client, plan);
    const named = [...plan.merges.values(), ...plan.renames.keys(), ...plan.aliases.values()];
    await refreshExploited(client, [...new Set(named)], at);
    const { rows } = await client.query<{ id: number }>(
      "SELECT DISTINCT p.cluster_id AS id FROM dk JOIN place p ON p.id = dk.place_id ORDER BY 1",
    );
    await client.query("SELECT merge_derive()");
    await client.query("SELECT merge_flush()");
    for (const { id: clusterId } of rows)
      await enqueue(client, "refresh-units", { clusterId }, { key: `units-${clusterId}` });
    await client.query(
      "DELETE FROM rule_same s USING unnest($1::text[], $2::text[]) g(a, b) WHERE s.a = g.a AND s.b = g.b",
      [pairs.map(([a]) => a), pairs.map(([, b]) => b)],
    );
    if (plan.merges.size > 0)
      log().info({ rules: plan.merges.size }, "rules that turned out to be the same were merged");
    return plan.merges.size;
  }, pool);
}

/** Names that are new, that stand for several flaws, or that are better than the one a rule went by. */
async function rename(client: PoolClient, { renames, aliases }: Plan): Promise<void> {
  const codes = [...renames].map(([id, code]) => {
    const control = equivalentOf(code);
    return { id, code, title: control?.title ?? null, area: control ? areas.code(control.area) : null };
  });
  if (codes.length > 0) {
    await client.query(
      `WITH given AS MATERIALIZED (SELECT * FROM jsonb_to_recordset($1::jsonb) g(id int, code text, title text, area smallint)),
       old AS (INSERT INTO rule_alias (alias, rule_id) SELECT r.code, r.id FROM rule r JOIN given g ON g.id = r.id WHERE r.code <> g.code
         ON CONFLICT (alias) DO UPDATE SET rule_id = excluded.rule_id),
       gone AS (DELETE FROM rule_alias a USING given g WHERE a.alias = g.code)
       UPDATE rule r SET code = g.code, area = coalesce(g.area, r.area),
         title = coalesce(g.title, CASE WHEN r.title = r.code THEN g.code ELSE r.title END) FROM given g WHERE r.id = g.id`,
      [JSON.stringify(codes)],
    );
  }
  if (aliases.size > 0) {
    await client.query(
      `INSERT INTO rule_alias AS a (alias, rule_id) SELECT * FROM unnest($1::text[], $2::int[])
       ON CONFLICT (alias) DO UPDATE SET rule_id = excluded.rule_id`,
      [[...aliases.keys()], [...aliases.values()]],
    );
    // Whoever has names in memory looks them up anew.
    await client.query("INSERT INTO rule_change (rule_id, into_id) VALUES (0, 0)");
  }
}
