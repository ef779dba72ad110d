import type { PoolClient } from "pg";
import { severities } from "@/lib/domain/vocabulary";
import { EVENT_COLUMNS, type StoredEvent } from "./event";

interface Hit {
  team: number;
  rules: string[];
  findings: number;
  workloads: number;
  severity: number;
}

/** So many of a list are named; the rest is counted. */
const NAMED = 3;

/**
 * A listing as each team hears of it: one message for all that was listed at once and that runs, exposed, with them, or
 * that they can fix. Within what the team may see: its own numbers.
 */
export async function expandListing(client: PoolClient, event: StoredEvent, now: Date): Promise<StoredEvent[]> {
  const rules = Array.isArray(event.data.rules) ? event.data.rules : [];
  const { rows } = await client.query<Hit>(
    `SELECT t.team, array_agg(DISTINCT r.code ORDER BY r.code) AS rules, count(*)::int AS findings, sum(f.places)::int AS workloads,
       max(f.severity) AS severity
     FROM finding f JOIN rule r ON r.id = f.rule_id
     CROSS JOIN LATERAL (SELECT f.team_id AS team UNION SELECT f.fix_team_id) t
     WHERE f.rule_id = ANY ($1::int[]) AND f.presence = 0 AND f.flags & 4 <> 0 AND f.flags & 8 = 0 AND t.team > 0
     GROUP BY 1 ORDER BY 1`,
    [rules],
  );
  const told: StoredEvent[] = [];
  for (const hit of rows) {
    const names = hit.rules.slice(0, NAMED).join(", ");
    const more = hit.rules.length - NAMED;
    const data = {
      title: more > 0 ? `${names} and ${more} more` : names,
      text: `${count(hit.findings, "finding")} on ${count(hit.workloads, "workload")} that the internet reaches.`,
      path: hit.rules.length === 1 ? `/findings?q=${encodeURIComponent(names)}` : "/findings?kev=1",
    };
    const made = await client.query<StoredEvent>(
      `INSERT INTO notice_event (kind, at, subject, team_ids, user_ids, severity, data, key, dispatched_at)
       VALUES ('kev_listed', $1, $2, $3, '{}', $4, $5, $6, $7) ON CONFLICT (key) DO NOTHING RETURNING ${EVENT_COLUMNS}`,
      [
        ...[event.at, `rule:${hit.rules[0]}`, [hit.team], Math.max(hit.severity, severities.code("info"))],
        ...[JSON.stringify(data), `kev:${event.id}:${hit.team}`, now],
      ],
    );
    told.push(...made.rows);
  }
  return told;
}

const count = (n: number, noun: string) => `${n.toLocaleString("en")} ${noun}${n === 1 ? "" : "s"}`;
