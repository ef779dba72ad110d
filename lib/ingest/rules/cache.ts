import type { Pool, PoolClient } from "pg";
import type { RuleEntry } from "./entry";

interface Known {
  id: number;
  signature: string;
}

/**
 * What this process wrote already: most reports name the rules of the one before. Bounded; only saves work. It holds
 * for one version of the catalogue: other processes merge rules as well.
 */
const caches = new WeakMap<Pool, { version: string; known: Map<string, Known> }>();
const MOST_KNOWN = 300_000;

/** Grows when rules were merged or names changed hands, seen from whichever process. */
export async function catalogueVersion(db: Pool | PoolClient): Promise<string> {
  const { rows } = await db.query<{ version: string }>({
    name: "catalogue-version",
    text: "SELECT coalesce(max(seq), 0)::text AS version FROM rule_change",
  });
  return rows[0]?.version ?? "0";
}

export async function knownTo(pool: Pool): Promise<Map<string, Known>> {
  const version = await catalogueVersion(pool);
  let cache = caches.get(pool);
  if (!cache || cache.version !== version || cache.known.size > MOST_KNOWN) {
    cache = { version, known: new Map() };
    caches.set(pool, cache);
  }
  return cache.known;
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
