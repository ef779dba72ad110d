import type { Scope } from "@/lib/authz/scope";
import type { Run } from "@/lib/db/read";
import { canonicalAdvisoryId, isAdvisoryId } from "@/lib/domain/identity/rule-id";
import type { TextMatch } from "../finding/filter";
import { all, likePattern, Parameters } from "../sql";

/** Bounds of what a text may stand for: beyond them a list says "at least". */
const mostRules = 2_000;
const mostSubjects = 500;

/**
 * What a search text stands for: rules by code, alias and title, and subjects by name. Findings are never searched
 * themselves; the dictionaries are small and have trigram indexes. An advisory id stands for that rule alone.
 */
export async function matchText(run: Run, scope: Scope, text: string): Promise<TextMatch> {
  const words = text.trim().split(/\s+/).slice(0, 6);
  const single = words.length === 1 ? (words[0] as string) : null;
  if (single && isAdvisoryId(single)) {
    const rules = await rulesByCode(run, canonicalAdvisoryId(single));
    if (rules.length > 0) return { rules, subjects: [], truncated: false };
  }
  const rules = await rulesByWords(run, words);
  const subjects = scope.teams === "*" ? await subjectsByIndex(run, words) : await ownSubjects(run, scope.teams, words);
  return {
    rules: rules.slice(0, mostRules),
    subjects: subjects.slice(0, mostSubjects),
    truncated: rules.length > mostRules || subjects.length > mostSubjects,
  };
}

async function ids(run: Run, text: string, values: unknown[]): Promise<number[]> {
  return (await run<{ id: number }>({ text, values })).map((row) => row.id);
}

function rulesByCode(run: Run, code: string): Promise<number[]> {
  return ids(run, "SELECT id FROM rule WHERE code = $1 UNION SELECT rule_id FROM rule_alias WHERE alias = $1", [code]);
}

function rulesByWords(run: Run, words: readonly string[]): Promise<number[]> {
  const p = new Parameters();
  const inTitle = all(words.map((word) => `title ILIKE ${p.add(likePattern(word), "text")}`));
  const whole = p.add(likePattern(words.join(" ")), "text");
  // Each part stops by itself: a union is made before it is cut.
  const parts = [
    `SELECT id FROM rule WHERE ${inTitle}`,
    `SELECT id FROM rule WHERE code ILIKE ${whole}`,
    `SELECT rule_id FROM rule_alias WHERE alias ILIKE ${whole}`,
  ];
  const most = mostRules + 1;
  const text = `${parts.map((part) => `(${part} LIMIT ${most})`).join(" UNION ")} LIMIT ${most}`;
  return ids(run, text, p.values);
}

/** Version and digest of an image are no part of a subject's name. */
const withoutVersion = (word: string) => word.replace(/@sha256:.*$/, "").replace(/:[^/:]*$/, "") || word;

function subjectsByIndex(run: Run, words: readonly string[]): Promise<number[]> {
  if (words.length > 1) return Promise.resolve([]);
  return ids(run, `SELECT id FROM subject_matches($1, $2) id`, [
    likePattern(withoutVersion(words[0] ?? "")),
    mostSubjects + 1,
  ]);
}

/** A team's own are few: they are looked through. */
function ownSubjects(run: Run, teams: readonly number[], words: readonly string[]): Promise<number[]> {
  if (words.length > 1) return Promise.resolve([]);
  return ids(run, "SELECT id FROM subject_matches_of($1, $2, $3) id", [
    teams,
    likePattern(withoutVersion(words[0] ?? "")),
    mostSubjects + 1,
  ]);
}
