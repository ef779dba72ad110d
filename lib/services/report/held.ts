import type { PoolClient } from "pg";
import type { Actor } from "../../authz/actor";
import { authorize } from "../../authz/can";
import { conflict, notFound } from "../../authz/refusal";
import { stage } from "../../ingest/copy";
import { lockCatalogue } from "../../ingest/locks";
import { enqueue } from "../../jobs/enqueue";
import { write } from "../audit/write";

interface Held {
  clusterId: number;
  observedAt: Date;
}

/** Applies the closures that a report wanted and that were held. Throws forbidden, not_found, conflict. */
export async function confirmHeld(actor: Actor, reportId: string): Promise<{ closed: number }> {
  return write(actor, async (client, note) => {
    await lockCatalogue(client);
    const report = await heldReport(client, actor, reportId);
    await client.query("SELECT merge_begin()");
    const { rows } = await client.query<{ scopeId: number; assetId: number; ruleId: number; loc: string }>(
      `DELETE FROM held_closure WHERE report_id = $1 RETURNING scope_id AS "scopeId", asset_id AS "assetId", rule_id AS "ruleId", loc::text`,
      [reportId],
    );
    const at = report.observedAt.toISOString();
    const staged = await stage(
      client,
      rows.map((row) => ({ ...row, loc: BigInt(row.loc), op: 2 as const, at, reportId })),
    );
    if (staged) await client.query(staged);
    // The packed copies still hold these keys; without the copies they are rebuilt.
    await client.query("DELETE FROM scope_seen WHERE scope_id = ANY ($1)", [rows.map((row) => row.scopeId)]);
    await client.query("UPDATE scope SET findings = NULL WHERE id = ANY ($1)", [rows.map((row) => row.scopeId)]);
    const done = await client.query<{ closed: number }>(
      "SELECT coalesce(sum(closed), 0)::int AS closed FROM merge_staged()",
    );
    const closed = done.rows[0]?.closed ?? 0;
    await settle(client, reportId, closed);
    await enqueue(client, "refresh-units", { clusterId: report.clusterId }, { key: `units-${report.clusterId}` });
    note({ action: "import.confirm", target: `report:${reportId}`, detail: { closed } });
    return { closed };
  });
}

/** Drops the closures that a report wanted: what it lacks stays open. Throws forbidden, not_found, conflict. */
export async function refuseHeld(actor: Actor, reportId: string): Promise<void> {
  await write(actor, async (client, note) => {
    // A merge that takes up the scope anew drops these rows as well: one after the other.
    await lockCatalogue(client);
    await heldReport(client, actor, reportId);
    const { rowCount } = await client.query("DELETE FROM held_closure WHERE report_id = $1", [reportId]);
    await settle(client, reportId, 0);
    note({ action: "import.refuse", target: `report:${reportId}`, detail: { kept: rowCount } });
  });
}

async function heldReport(client: PoolClient, actor: Actor, reportId: string): Promise<Held> {
  authorize(actor, "imports.confirm");
  const { rows } = await client.query<Held & { state: string }>(
    `SELECT cluster_id AS "clusterId", observed_at AS "observedAt", state FROM report WHERE id = $1 FOR UPDATE`,
    [/^\d{1,18}$/.test(reportId) ? reportId : "0"],
  );
  const report = rows[0];
  if (!report) throw notFound("This import");
  if (report.state !== "held") throw conflict("This import waits for no confirmation.");
  return report;
}

async function settle(client: PoolClient, reportId: string, closed: number): Promise<void> {
  await client.query(
    `UPDATE report SET state = 'done', result = result || jsonb_build_object('held', false, 'closed', (result->>'closed')::int + $2::int) WHERE id = $1`,
    [reportId, closed],
  );
}
