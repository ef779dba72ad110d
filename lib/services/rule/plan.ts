import { equivalentOf } from "../../domain/rules/equivalence";
import { bestName, compareNames, isAnchor } from "../../domain/rules/names";
import { kinds, locatedKinds } from "../../domain/vocabulary";
import type { Catalogue, StoredRule } from "../../ingest/rules/look-up";
import type { Pair } from "../../ingest/rules/same";

export interface Plan {
  /** Rule that goes → rule that stays. */
  merges: Map<number, number>;
  /** Rule → the name that it goes by from now on. */
  renames: Map<number, string>;
  /** Name → its rule; 0: it stands for several flaws, so it is another name of none. */
  aliases: Map<string, number>;
}

/**
 * What becomes of the catalogue when these pairs of names are each of one rule. The rule with the better name stays
 * (`compareNames`), then the older, and goes by the best name of all: the order in which pairs are learnt does not
 * matter. Two flaws that share a name are not one: the name is nobody's from then on.
 */
export function planOf(pairs: Pair[], catalogue: Catalogue): Plan {
  const plan: Plan = { merges: new Map(), renames: new Map(), aliases: new Map() };
  const rules = new Map([...catalogue.byId].map(([id, rule]) => [id, { ...rule, names: new Set(rule.names) }]));
  const shared = new Set(pairs.flat().filter((name) => catalogue.isShared(name)));
  const stays = (id: number): number => {
    const into = plan.merges.get(id);
    return into === undefined ? id : stays(into);
  };
  const rulesOf = (name: string): StoredRule[] => {
    const given = plan.aliases.get(name);
    const ids = [...(given ? [given] : []), ...catalogue.idsOf(name)].map(stays);
    return [...new Set(ids)].flatMap((id) => rules.get(id) ?? []);
  };

  const unite = (a: StoredRule, b: StoredRule) => {
    const [to, from] = compareNames(a.code, b.code) < 0 || (a.code === b.code && a.id < b.id) ? [a, b] : [b, a];
    plan.merges.set(from.id, to.id);
    for (const name of from.names) to.names.add(name);
  };
  const nobodys = (name: string) => {
    for (const rule of rulesOf(name)) rule.names.delete(name);
    const control = equivalentOf(name);
    const owner = control ? rulesOf(control.id)[0] : undefined;
    // Our own table knows whose it is.
    plan.aliases.set(name, owner?.id ?? 0);
    if (!owner) shared.add(name);
  };

  for (const [a, b] of pairs) {
    if (a === b) {
      nobodys(a);
      continue;
    }
    if (shared.has(a) || shared.has(b)) continue;
    const found = [...new Set([...rulesOf(a), ...rulesOf(b)])];
    const [first, ...others] = found;
    if (!first) continue;
    const flaws = new Set(found.flatMap(({ names }) => [...names, a, b].filter(isAnchor)));
    if (flaws.size > 1) {
      const name = [b, a].find((one) => !isAnchor(one));
      if (name) nobodys(name);
      continue;
    }
    if (new Set(found.map(({ kind }) => locatedKinds.includes(kinds.word(kind)))).size > 1) continue;
    let one = first;
    for (const other of others) {
      unite(one, other);
      one = rules.get(stays(one.id)) as StoredRule;
    }
    for (const name of [a, b]) {
      if (one.names.has(name)) continue;
      one.names.add(name);
      plan.aliases.set(name, one.id);
    }
  }
  for (const [from, to] of plan.merges) plan.merges.set(from, stays(to));
  for (const [name, id] of plan.aliases) if (id > 0) plan.aliases.set(name, stays(id));
  for (const rule of rules.values()) {
    const best = bestName(rule.names);
    if (best && best !== rule.code && !plan.merges.has(rule.id)) {
      plan.renames.set(rule.id, best);
      plan.aliases.delete(best);
    }
  }
  return plan;
}
