import type { Pool } from "pg";
import { severities } from "../../domain/vocabulary";
import type { DetectionItem } from "../../importers/types";
import type { Question } from "../ask";
import { sourceRank } from "../row";
import type { RuleEntry } from "./entry";

interface Known {
  id: number;
  signature: string;
  /** The rule in those words, without its long texts, for the first so many. */
  rule: RuleEntry | null;
}

/**
 * What this process wrote already: most reports name the rules of the one before. Bounded; only saves work. It holds
 * for one version of the catalogue: other processes merge rules as well.
 */
const caches = new WeakMap<Pool, { version: string; known: Map<string, Known> }>();
const MOST_KNOWN = 60_000;
const MOST_KEPT = 20_000;

/** The version of the catalogue. It grows when rules were merged or names changed hands, in whichever process. */
export const catalogueNow: Question<{ version: string }> = {
  text: "SELECT coalesce(max(seq), 0)::text AS version FROM rule_change",
  values: [],
};

async function catalogueVersion(db: Pool): Promise<string> {
  const { rows } = await db.query<{ version: string }>({ name: "catalogue-version", text: catalogueNow.text });
  return rows[0]?.version ?? "0";
}

/** @param given version of the catalogue, if it was looked up for what follows */
export async function knownTo(pool: Pool, given?: string): Promise<Map<string, Known>> {
  const version = given ?? (await catalogueVersion(pool));
  let cache = caches.get(pool);
  if (!cache || cache.version !== version || cache.known.size > MOST_KNOWN) {
    cache = { version, known: new Map() };
    caches.set(pool, cache);
  }
  return cache.known;
}

/** Notes that a rule was written in these words. */
export function remember(known: Map<string, Known>, code: string, id: number, rule: RuleEntry): void {
  const signature = signatureOf(rule);
  const kept = known.size < MOST_KEPT || known.get(code)?.rule ? withoutTexts(rule, signature) : null;
  known.set(code, { id, signature, rule: kept });
}

function withoutTexts(rule: RuleEntry, signature: string): RuleEntry {
  const { description, remediation, references, controls, ...kept } = rule;
  signatures.set(kept, signature);
  lengths.set(kept, [description?.length ?? 0, remediation?.length ?? 0]);
  return kept;
}

const lengths = new WeakMap<RuleEntry, [number, number]>();

/**
 * The rule of an item where this process wrote it before in the same words: one object for all reports, whose long texts
 * are left out. What makes its signature is compared without building that. null: it has to be read.
 */
export function writtenBefore(pool: Pool, { rule, opinions = [] }: DetectionItem): RuleEntry | null {
  const known = caches.get(pool)?.known.get(rule.id)?.rule;
  if (!known || known.title.length !== rule.title.length || known.opinions.size !== opinions.length) return null;
  const [description, remediation] = lengths.get(known) ?? [0, 0];
  if (description !== (rule.description?.length ?? 0) || remediation !== (rule.remediation?.length ?? 0)) return null;
  const { aliases = [] } = rule;
  const before = known.aliases ?? [];
  if (before.length !== aliases.length || before.some((alias, n) => alias !== aliases[n])) return null;
  for (const { by, source, severity, cvss } of opinions) {
    const said = known.opinions.get(by);
    if (!said || said.source !== sourceRank(source) || said.severity !== severities.code(severity)) return null;
    if (said.cvss !== (cvss ?? null) && JSON.stringify(said.cvss) !== JSON.stringify(cvss ?? null)) return null;
  }
  return known;
}

/** To be called when the catalogue was emptied, as tests do. */
export function forgetRules(pool: Pool): void {
  caches.delete(pool);
}

const signatures = new WeakMap<RuleEntry, string>();

export function signatureOf(rule: RuleEntry): string {
  let text = signatures.get(rule);
  if (text !== undefined) return text;
  text = `${rule.title.length};${rule.description?.length ?? 0};${rule.remediation?.length ?? 0}`;
  for (const alias of rule.aliases ?? []) text += `;${alias}`;
  for (const [by, { source, severity, cvss }] of rule.opinions)
    text += `;${by}=${source}/${severity}/${cvss === null ? "" : JSON.stringify(cvss)}`;
  signatures.set(rule, text);
  return text;
}
