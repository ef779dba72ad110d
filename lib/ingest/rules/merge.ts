import type { PoolClient } from "pg";
import { joined } from "../row";
import type { CollectedRow } from "../types";

interface Member {
  content: string;
  firstSeenAt: string;
  toolId: number;
  severity: number;
  severitySource: number;
  fixState: number;
  muted: boolean;
  evidence: unknown;
}

/**
 * Makes one rule of each and those that go up in it: detections, held closures, texts, opinions, findings with their
 * decisions, dates and journal. In the transaction of the caller, who holds the catalogue's exclusive lock, has begun
 * (merge_begin) and goes on with merge_derive and merge_flush; in proportion to the findings of the rules that go.
 * @param merges id of a rule that goes → id of the rule that stays, which itself stays
 * @param at when that was learnt; the journal says so
 */
export async function mergeRules(client: PoolClient, merges: Map<number, number>, at: Date): Promise<void> {
  if (merges.size === 0) return;
  await client.query("SELECT id FROM rule WHERE id = ANY ($1) ORDER BY id FOR UPDATE", [
    [...new Set([...merges.keys(), ...merges.values()])],
  ]);
  await client.query("SELECT rule_merge_begin($1, $2)", [[...merges.keys()], [...merges.values()]]);
  await putTogether(client);
  await client.query("SELECT rule_merge($1)", [at]);
}

const AT_ONCE = 1000;

/** What one scope says of an asset by several names of a rule is one detection, as when the file is read. */
async function putTogether(client: PoolClient): Promise<void> {
  for (;;) {
    const { rows } = await client.query<{ asset: number; rule: number; loc: string; scope: number; members: Member[] }>(
      `WITH part AS MATERIALIZED (SELECT * FROM twice t WHERE NOT EXISTS (SELECT 1 FROM once o WHERE o.asset_id = t.asset_id
           AND o.rule_id = t.to_id AND o.loc = t.loc AND o.scope_id = t.scope_id) LIMIT ${AT_ONCE})
       SELECT t.asset_id AS asset, t.to_id AS rule, t.loc::text, t.scope_id AS scope, jsonb_agg(jsonb_build_object(
         'content', d.content_hash::text, 'firstSeenAt', d.first_seen_at, 'toolId', d.tool_id, 'severity', d.severity,
         'severitySource', d.severity_source, 'fixState', d.fix_state, 'muted', d.muted, 'evidence', d.evidence) ORDER BY d.rule_id) AS members
       FROM part t JOIN (SELECT from_id AS id, to_id FROM ren UNION SELECT to_id, to_id FROM ren) r ON r.to_id = t.to_id
       JOIN detection d ON d.asset_id = t.asset_id AND d.rule_id = r.id AND d.loc = t.loc AND d.scope_id = t.scope_id
       GROUP BY 1, 2, 3, 4`,
    );
    if (rows.length === 0) return;
    await client.query(
      `INSERT INTO once (asset_id, rule_id, loc, scope_id, content_hash, first_seen_at, tool_id, severity, severity_source, fix_state, muted, evidence)
       SELECT asset, rule, loc, scope, content, "firstSeenAt", "toolId", severity, "severitySource", "fixState", muted, evidence
       FROM jsonb_to_recordset($1::jsonb) g(asset int, rule int, loc bigint, scope int, content bigint, "firstSeenAt" timestamptz,
         "toolId" smallint, severity smallint, "severitySource" smallint, "fixState" smallint, muted bool, evidence jsonb)`,
      [JSON.stringify(rows.map(({ members, ...key }) => ({ ...key, ...oneOf(members) })))],
    );
  }
}

function oneOf(members: Member[]): Member {
  const rows = members.map((member): CollectedRow => {
    const { severity, severitySource, fixState } = member;
    const none = { asset: { kind: "cluster" } as const, ruleCode: "", loc: 0n, firstAt: null };
    return { ...none, severity, severitySource, fixState, content: 0n, evidence: JSON.stringify(member.evidence) };
  });
  const row = rows.reduce(joined);
  const firstSeenAt = members.map((member) => new Date(member.firstSeenAt).toISOString()).sort()[0] as string;
  return {
    ...(members[0] as Member),
    ...{ severity: row.severity, severitySource: row.severitySource, fixState: row.fixState, firstSeenAt },
    ...{ content: String(row.content), evidence: JSON.parse(row.evidence), muted: members.every(({ muted }) => muted) },
  };
}
