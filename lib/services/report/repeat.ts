import type { Pool } from "pg";
import type { ImportResult } from "../../client/contract/report";
import { transaction } from "../../db/transaction";
import { metrics } from "../../telemetry/metrics";
import type { Claimed } from "./claim";
import { finish } from "./finish";

interface Earlier {
  id: string;
  format: string;
  tool: string;
  toolVersion: string | null;
  observedAt: Date;
  dated: boolean;
  events: boolean;
  result: ImportResult;
  scopes: number;
  current: number;
  findings: number | null;
}

/**
 * The same bytes as the latest report of the same scopes, with the same options: nothing is parsed and no detection or
 * finding is touched, only freshness moves. Events that were counted once are never counted again. Returns whether so.
 */
export async function repeated(pool: Pool, report: Claimed, started: number): Promise<boolean> {
  if (report.options.force || report.options.dryRun) return false;
  const { rows } = await pool.query<Earlier>(
    `SELECT r.id::text, r.format, r.tool, r.tool_version AS "toolVersion", r.observed_at AS "observedAt", r.dated, r.scopes, r.result,
       coalesce(r.format IN ('falco', 'falcosidekick'), false) AS events,
       (SELECT count(*)::int FROM scope s WHERE s.report_id = r.id) AS current,
       (SELECT sum(s.findings)::int FROM scope s WHERE s.report_id = r.id HAVING count(*) = count(s.findings)) AS findings
     FROM report r WHERE r.cluster_id = $1 AND r.digest = $2 AND r.state IN ('done', 'held') AND r.id < $3 AND r.options = $4
       AND coalesce((r.result->>'dryRun')::bool, false) = false
     ORDER BY r.id DESC LIMIT 1`,
    [report.clusterId, report.digest, report.id, JSON.stringify(report.options)],
  );
  const earlier = rows[0];
  if (!earlier) return false;
  const latest = earlier.scopes > 0 && earlier.current === earlier.scopes && earlier.findings !== null;
  if (!latest && !earlier.events) return false;
  const findings = earlier.findings ?? 0;
  await transaction(async (client) => {
    // A report without a date of its own speaks of the time of its arrival.
    const undated = !earlier.dated;
    await client.query(
      `UPDATE scope SET report_id = $2, observed_at = CASE WHEN $3 THEN greatest(observed_at, $4) ELSE observed_at END,
         complete_at = CASE WHEN $3 AND complete_at = observed_at THEN greatest(complete_at, $4) ELSE complete_at END
       WHERE report_id = $1`,
      [earlier.id, report.id, undated, report.receivedAt],
    );
    await finish(client, report, {
      state: "done",
      format: earlier.format,
      tool: earlier.tool,
      toolVersion: earlier.toolVersion,
      observedAt: (undated ? report.receivedAt : earlier.observedAt).toISOString(),
      findings: earlier.result.findings,
      dated: earlier.dated,
      scopes: earlier.current,
      result: {
        ...earlier.result,
        created: 0,
        reopened: 0,
        closed: 0,
        updated: 0,
        unchanged: findings,
        held: false,
        heldClosures: 0,
        detections: {
          new: 0,
          changed: 0,
          gone: 0,
          same: Object.values(earlier.result.detections).reduce((a, b) => a + b, 0) - earlier.result.detections.gone,
        },
        ms: Date.now() - started,
      },
    });
  }, pool);
  metrics().imports.inc({ format: earlier.format, state: "done" });
  return true;
}
