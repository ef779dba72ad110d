import type { PoolClient } from "pg";
import type { Actor } from "@/lib/authz/actor";
import { authorize } from "@/lib/authz/can";
import type { OwnershipChange, OwnershipPreview } from "@/lib/client/contract/admin";
import { transaction } from "@/lib/db/transaction";
import { assetKinds } from "@/lib/domain/vocabulary";
import { loadRules, ownersOf } from "@/lib/ingest/ownership";
import { rulesAfter } from "./change";
import { planOwners } from "./plan";

/** Assets that are named. */
const MOST = 100;

interface Row {
  role: "runs" | "fixes";
  from: number;
  to: number;
  kind: number | null;
  name: string | null;
  cluster: string | null;
  namespace: string | null;
  assets: number;
  findings: number;
}

/**
 * What a change of the rules would do, by the plan that the change itself goes by: assets that go to another team, and
 * the present findings that such a team then has and has not now. Nothing is written.
 */
export async function previewRules(actor: Actor, change: OwnershipChange): Promise<OwnershipPreview> {
  authorize(actor, "ownership.write");
  return transaction(async (client) => {
    await client.query("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY");
    const rules = await rulesAfter(client, await loadRules(client), change);
    const { changes } = await planOwners(client, ownersOf(rules));
    const rows = changes.length > 0 ? await counted(client, changes) : [];
    const teams = await teamsOf(client, rows);
    const moves = rows
      .filter((row) => row.name === null)
      .map(({ role, from, to, assets, findings }) => ({ role, from: teams(from), to: teams(to), assets, findings }))
      .sort((a, b) => b.findings - a.findings || b.assets - a.assets);
    const items = rows
      .filter((row) => row.name !== null)
      .sort((a, b) => b.findings - a.findings)
      .slice(0, MOST)
      .map(({ role, from, to, kind, name, cluster, namespace, findings }) => ({
        ...{ role, kind: assetKinds.word(kind ?? 0), name: name ?? "", cluster, namespace: namespace || null },
        ...{ from: teams(from), to: teams(to), findings },
      }));
    const sum = (key: "assets" | "findings") => moves.reduce((total, move) => total + move[key], 0);
    return { assets: sum("assets"), findings: sum("findings"), moves, items };
  });
}

/** By role, from and to; once for each asset, and once (without a name) for all of them. */
async function counted(client: PoolClient, changes: unknown[]): Promise<Row[]> {
  const { rows } = await client.query<Row>(
    `WITH c AS MATERIALIZED (
       SELECT * FROM jsonb_to_recordset($1::jsonb) c(subject int, place int, asset int, workload int, "fromTeam" int, team int,
         "fromFixTeam" int, "fixTeam" int)),
     hand AS MATERIALIZED (
       SELECT 'runs' AS role, "fromTeam" AS "from", team AS "to", workload AS thing, subject, place, asset, "fromTeam" AS team
       FROM c WHERE team <> "fromTeam"
       UNION ALL
       SELECT 'fixes', "fromFixTeam", "fixTeam", (SELECT min(a.id) FROM asset a WHERE a.subject_id = subject), subject, place, asset, team
       FROM c WHERE team = "fromTeam"),
     found AS MATERIALIZED (
       SELECT h.role, h."from", h."to", h.thing, f.id FROM hand h
       CROSS JOIN LATERAL (SELECT * FROM finding f WHERE f.subject_id = h.subject AND f.place_id = h.place AND f.team_id = h.team
         AND f.presence = 0 OFFSET 0) f
       WHERE CASE h.role WHEN 'fixes' THEN f.fix_team_id = h."from" ELSE
         (EXISTS (SELECT 1 FROM detection d WHERE d.asset_id = h.asset AND d.rule_id = f.rule_id AND (f.loc = 0 OR d.loc = f.loc)
             AND NOT d.muted)
           OR f.awaiting AND awaits_scan(h.asset, f.kind, f.subject_id, f.rule_id, f.loc))
         AND NOT EXISTS (SELECT 1 FROM finding g WHERE g.subject_id = f.subject_id AND g.place_id = f.place_id
           AND g.rule_id = f.rule_id AND g.loc = f.loc AND g.team_id = h."to" AND g.presence = 0) END),
     things AS (SELECT DISTINCT role, "from", "to", thing FROM hand),
     n AS (SELECT role, "from", "to", thing, count(DISTINCT id)::int AS findings FROM found GROUP BY GROUPING SETS ((1, 2, 3), (1, 2, 3, 4)))
     SELECT t.role, t."from", t."to", NULL AS kind, NULL AS name, NULL AS cluster, NULL AS namespace, count(*)::int AS assets,
       coalesce((SELECT findings FROM n WHERE n.role = t.role AND n."from" = t."from" AND n."to" = t."to" AND n.thing IS NULL), 0) AS findings
     FROM things t GROUP BY 1, 2, 3
     UNION ALL
     SELECT * FROM (
       SELECT t.role, t."from", t."to", s.kind, s.name, k.slug, CASE WHEN t.role = 'runs' THEN q.namespace END, 1, coalesce(n.findings, 0)
       FROM things t JOIN asset a ON a.id = t.thing JOIN subject s ON s.id = a.subject_id LEFT JOIN place q ON q.id = a.place_id
       LEFT JOIN cluster k ON k.id = a.cluster_id
       LEFT JOIN n ON n.role = t.role AND n."from" = t."from" AND n."to" = t."to" AND n.thing = t.thing
       ORDER BY coalesce(n.findings, 0) DESC, s.name LIMIT ${MOST}) items`,
    [JSON.stringify(changes)],
  );
  return rows;
}

async function teamsOf(client: PoolClient, rows: Row[]) {
  const ids = [...new Set(rows.flatMap(({ from, to }) => [from, to]))];
  const { rows: teams } = await client.query<{ id: number; slug: string; name: string }>(
    "SELECT id, slug, name FROM team WHERE id = ANY ($1)",
    [ids],
  );
  const known = new Map(teams.map(({ id, slug, name }) => [id, { slug, name }]));
  return (id: number) => known.get(id) ?? null;
}
