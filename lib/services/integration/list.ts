import type { Actor } from "@/lib/authz/actor";
import { authorize } from "@/lib/authz/can";
import type { IntegrationKind, IntegrationList, IntegrationRow } from "@/lib/client/contract/integration";
import { pool } from "@/lib/db/pool";
import { publicOrigin } from "../setting/public-origin";

interface Row {
  id: number;
  kind: IntegrationKind;
  name: string;
  config: IntegrationRow["config"];
  has_secret: boolean;
  disabled_at: Date | null;
  disabled_for: string | null;
  failing_since: Date | null;
  last_ok_at: Date | null;
  last_error: string | null;
  last_error_at: Date | null;
  waiting: number;
  failed: number;
  next_at: Date | null;
}

const iso = (at: Date | null) => at?.toISOString() ?? null;

/** Where notices and tickets go, and how that went; never a secret. Throws forbidden. */
export async function listIntegrations(actor: Actor): Promise<IntegrationList> {
  authorize(actor, "integrations.manage");
  const { rows } = await pool().query<Row>(
    `SELECT i.id, i.kind, i.name, i.config, i.secret IS NOT NULL AS has_secret, i.disabled_at, i.disabled_for, i.failing_since,
       i.last_ok_at, i.last_error, i.last_error_at, coalesce(d.waiting, 0)::int AS waiting, coalesce(d.failed, 0)::int AS failed, d.next_at
     FROM integration i LEFT JOIN LATERAL (
       SELECT count(*) FILTER (WHERE failed_at IS NULL) AS waiting, count(failed_at) AS failed,
         min(next_at) FILTER (WHERE failed_at IS NULL AND i.disabled_at IS NULL) AS next_at
       FROM notice_delivery d WHERE d.integration_id = i.id AND d.delivered_at IS NULL) d ON true
     ORDER BY array_position(ARRAY['smtp', 'slack', 'webhook', 'github'], i.kind), i.id LIMIT 200`,
  );
  return { items: rows.map(present), publicUrl: publicOrigin(), webhookPath: "/api/v1/tickets/github" };
}

function present(row: Row): IntegrationRow {
  return {
    ...{ id: row.id, kind: row.kind, name: row.name, config: row.config, hasSecret: row.has_secret },
    ...{ disabledAt: iso(row.disabled_at), disabledFor: row.disabled_for, failingSince: iso(row.failing_since) },
    ...{ lastOkAt: iso(row.last_ok_at), lastError: row.last_error, lastErrorAt: iso(row.last_error_at) },
    ...{ waiting: row.waiting, failed: row.failed, nextAt: iso(row.next_at) },
  };
}
