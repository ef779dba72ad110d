import type { Pool } from "pg";
import { transaction } from "../../db/transaction";
import { bestName } from "../../domain/rules/names";
import { enqueue } from "../../jobs/enqueue";
import { type Entry, namesIn } from "./entry";
import type { Catalogue, StoredRule } from "./look-up";

/** Two names that a report takes for one rule. Twice the same: a name that stands for several flaws. */
export type Pair = [string, string];

/** What an entry says of the catalogue that the catalogue does not say itself: for the job to look at. */
export function learnt(entry: Entry, rule: StoredRule, catalogue: Catalogue): Pair[] {
  const { code } = entry;
  if (entry.several) return catalogue.isShared(code) ? [] : [[code, code]];
  const names = namesIn(entry, catalogue);
  const pairs = names
    .filter((name) => catalogue.idsOf(name).some((id) => id !== rule.id))
    .map((name): Pair => [name === code ? rule.code : code, name]);
  const best = bestName([rule.code, ...names]);
  if (best && best !== rule.code && pairs.length === 0) pairs.push([rule.code, best]);
  return pairs;
}

/** Remembers what was learnt, and the job that acts on it, at once or not at all. */
export async function recordSame(pool: Pool, pairs: Pair[]): Promise<void> {
  if (pairs.length === 0) return;
  await transaction(async (client) => {
    const { rowCount } = await client.query({
      name: "rules-same",
      text: `INSERT INTO rule_same (a, b) SELECT DISTINCT a, b FROM unnest($1::text[], $2::text[]) g(a, b) ORDER BY 1, 2
             ON CONFLICT DO NOTHING`,
      values: [pairs.map(([a]) => a), pairs.map(([, b]) => b)],
    });
    if (rowCount) await enqueue(client, "merge-rules", {}, { key: "merge-rules" });
  }, pool);
}
