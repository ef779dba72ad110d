import { glob, type Match } from "./glob";
import type { Owned, Owner, OwnershipRule } from "./rule";

type Compiled = { owner: Owner; matches: (of: Owned) => boolean };

/** Rules in the order in which they are asked. Compile once, ask for every placement. */
export interface CompiledRules {
  all: readonly Compiled[];
  /** Rules that state an image or a repository: who makes it, and can fix it. */
  fix: readonly Compiled[];
  /** The others: who runs it there. */
  placement: readonly Compiled[];
}

export function compileRules(rules: readonly OwnershipRule[]): CompiledRules {
  const sorted = [...rules].sort((a, b) => a.priority - b.priority || a.id - b.id);
  const pairs = sorted.map((rule) => ({ rule, compiled: compile(rule) }));
  const statesWhat = (rule: OwnershipRule) => Boolean(rule.image || rule.repository);
  return {
    all: pairs.map((p) => p.compiled),
    fix: pairs.filter((p) => statesWhat(p.rule)).map((p) => p.compiled),
    placement: pairs.filter((p) => !statesWhat(p.rule)).map((p) => p.compiled),
  };
}

function compile(rule: OwnershipRule): Compiled {
  const conditions: ((of: Owned) => boolean)[] = [];
  for (const field of ["cluster", "namespace", "image", "repository"] as const) {
    const pattern = rule[field];
    if (!pattern) continue;
    const match = glob(pattern);
    conditions.push((of) => present(of[field], match));
  }
  const label = rule.label;
  if (label?.key) {
    const match = label.value ? glob(label.value) : () => true;
    conditions.push((of) => {
      const labels = of.labels;
      return labels !== undefined && Object.hasOwn(labels, label.key) && match(labels[label.key] ?? "");
    });
  }
  const owner = { teamId: rule.teamId, ruleId: rule.id };
  return { owner, matches: (of) => conditions.every((condition) => condition(of)) };
}

const present = (text: string | null | undefined, match: Match) => text !== null && text !== undefined && match(text);

const first = (rules: readonly Compiled[], of: Owned) => rules.find((rule) => rule.matches(of))?.owner ?? null;

/** The owner by the first rule that matches, of whatever sort; null: unowned. */
export const ownerOf = (rules: CompiledRules, of: Owned): Owner | null => first(rules.all, of);

/** Who runs it there: the first rule that speaks of places only. */
export const placementOwner = (rules: CompiledRules, of: Owned): Owner | null => first(rules.placement, of);

/** Who can make the fix: the first rule that names the image or repository, else who runs it. */
export const fixOwner = (rules: CompiledRules, of: Owned): Owner | null =>
  first(rules.fix, of) ?? first(rules.placement, of);

/** Both at once. What has no cluster runs nowhere that we know of, so its posture is its maker's as well. */
export function ownersOf(rules: CompiledRules, of: Owned): { team: Owner | null; fixTeam: Owner | null } {
  const fixTeam = fixOwner(rules, of);
  return { team: of.cluster ? placementOwner(rules, of) : fixTeam, fixTeam };
}
