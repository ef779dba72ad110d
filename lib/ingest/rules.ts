import type { Pool } from "pg";
import type { Question } from "./ask";
import { knownTo, remember, signatureOf } from "./rules/cache";
import { type Entry, entryOf, namesIn, type RuleEntry, ruleOf } from "./rules/entry";
import { type Catalogue, lookUp, rulesCalled, type StoredRule } from "./rules/look-up";
import { learnt, type Pair, recordSame } from "./rules/same";
import { improveTexts, insertAliases, insertRules, writeOpinions } from "./rules/write";
import type { Collected } from "./types";

export { forgetRules, writtenBefore } from "./rules/cache";

const BATCH = 2000;

/**
 * Ids of the rules a report names, making those that are new. A code that is an alias of another rule resolves to
 * that rule; what a report says to be one and the catalogue has as two is noted for the job merge-rules. Runs outside
 * the merge: rules are a catalogue, harmless when the import then fails, and holding their locks through a merge would
 * let two imports wait for each other. Rows are written in the order of the code.
 */
export async function resolveRules(
  pool: Pool,
  rules: Collected["rules"],
  version?: string,
): Promise<Map<string, number>> {
  const ids = new Map<string, number>();
  const known = await knownTo(pool, version);
  const fresh: [string, RuleEntry][] = [];
  for (const [code, rule] of rules) {
    const entry = known.get(code);
    if (entry && (entry.rule === rule || entry.signature === signatureOf(rule))) ids.set(code, entry.id);
    else fresh.push([code, rule]);
  }
  fresh.sort(([a], [b]) => (a < b ? -1 : 1));
  for (let i = 0; i < fresh.length; i += BATCH) {
    const batch = fresh.slice(i, i + BATCH);
    const found = await upsert(
      pool,
      batch.map(([code, rule]) => entryOf(code, rule)),
    );
    for (const [code, rule] of batch) {
      const id = found.get(code);
      if (id === undefined) throw new Error(`rule ${code} was not made`);
      ids.set(code, id);
      remember(known, code, id, rule);
    }
  }
  return ids;
}

/**
 * The same for several reports: what they share is looked at once. What they word differently is written in rounds, as
 * if they came one after the other. Answers in the order given.
 */
export async function resolveAllRules(
  pool: Pool,
  reports: Collected["rules"][],
  version?: string,
): Promise<Map<string, number>[]> {
  const ids = reports.map(() => new Map<string, number>());
  let waiting = reports.map((rules, index) => ({ index, rules }));
  while (waiting.length > 0) {
    const round: Collected["rules"] = new Map();
    const later: typeof waiting = [];
    const settled: { index: number; rules: Collected["rules"]; others: Collected["rules"] }[] = [];
    for (const { index, rules } of waiting) {
      const others: Collected["rules"] = new Map();
      for (const [code, rule] of rules) {
        const first = round.get(code);
        if (!first) round.set(code, rule);
        else if (first !== rule && signatureOf(first) !== signatureOf(rule)) others.set(code, rule);
      }
      settled.push({ index, rules, others });
      if (others.size > 0) later.push({ index, rules: others });
    }
    const found = await resolveRules(pool, round, version);
    for (const { index, rules, others } of settled)
      for (const code of rules.keys()) {
        const id = others.has(code) ? undefined : found.get(code);
        if (id !== undefined) ids[index]?.set(code, id);
      }
    waiting = later;
  }
  return ids;
}

/** Rules that were merged since a version (catalogueNow). */
export const mergedSince = (version: string): Question<{ from: number; to: number }> => ({
  text: `SELECT rule_id AS "from", into_id AS "to" FROM rule_change WHERE seq > $1::bigint AND rule_id <> into_id`,
  values: [version],
});

/**
 * Names rules by their new ids that were merged since the ids were looked up, by what was asked of that under the lock
 * of the catalogue: so nothing is written to a rule that is no more.
 */
export function followMerges(resolved: Iterable<Map<string, number>>, rows: { from: number; to: number }[]): void {
  if (rows.length === 0) return;
  const into = new Map(rows.map((row) => [row.from, row.to]));
  for (const ids of resolved)
    for (const [code, id] of ids) {
      const to = into.get(id);
      if (to !== undefined) ids.set(code, to);
    }
}

/** Makes the rules that are new and improves the texts of the others; only what differs is written. Ids by code. */
async function upsert(pool: Pool, entries: Entry[]): Promise<Map<string, number>> {
  const names = [...new Set(entries.flatMap((entry) => entry.names))];
  const before = await lookUp(pool, names);
  const made: Entry[] = [];
  const known: { entry: Entry; old: StoredRule }[] = [];
  for (const entry of entries) {
    const old = ruleOf(entry, before);
    if (old) known.push({ entry, old });
    else made.push(entry);
  }
  await insertRules(pool, made);
  await improveTexts(pool, known);

  const after = made.length === 0 ? before : await lookUp(pool, names);
  const settled = entries.flatMap((entry) => {
    const rule = ruleOf(entry, after);
    return rule ? [{ entry, rule }] : [];
  });
  const pairs = settled.flatMap(({ entry, rule }) => learnt(entry, rule, after));
  pairs.push(...(await addNames(pool, settled, after)));
  await recordSame(pool, pairs);
  await writeOpinions(pool, settled);
  return new Map(settled.map(({ entry, rule }) => [entry.code, rule.id]));
}

/** Adds the names that nobody has. Returns those that two rules want. */
async function addNames(
  pool: Pool,
  settled: { entry: Entry; rule: StoredRule }[],
  catalogue: Catalogue,
): Promise<Pair[]> {
  const wanted = new Map<string, StoredRule>();
  const pairs: Pair[] = [];
  for (const { entry, rule } of settled) {
    for (const name of namesIn(entry, catalogue)) {
      if (catalogue.idsOf(name).length > 0) continue;
      const first = wanted.get(name);
      if (!first) wanted.set(name, rule);
      else if (first.id !== rule.id) pairs.push([rule.code, name]);
    }
  }
  const left = await insertAliases(
    pool,
    [...wanted].map(([alias, { id }]) => ({ alias, id })),
  );
  // Another import may have made a rule of that name since it was looked up; whoever comes last sees both.
  const made = await rulesCalled(pool, [...wanted.keys()]);
  for (const [name, { id, code }] of wanted)
    if (left.has(name) || (made.get(name) ?? id) !== id) pairs.push([code, name]);
  return pairs;
}
