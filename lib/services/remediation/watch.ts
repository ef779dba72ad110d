import type { PoolClient } from "pg";
import type { RemediationState } from "@/lib/domain/vocabulary";

/**
 * What has to change, or (while a fix is claimed) to be looked at again, to matter to a remediation: the subjects of its
 * findings, and the clusters of what lies in one. Written again whenever it is judged, since findings move.
 */
export async function watch(client: PoolClient, remediationId: number, state: RemediationState): Promise<void> {
  if (state === "cancelled") {
    await client.query("DELETE FROM remediation_watch WHERE remediation_id = $1", [remediationId]);
    return;
  }
  await client.query(
    `WITH now AS (
       SELECT DISTINCT s.id AS subject_id, s.cluster_id FROM remediation_item i
       CROSS JOIN LATERAL (SELECT subject_id FROM finding WHERE id = i.finding_id OFFSET 0) f JOIN subject s ON s.id = f.subject_id
       WHERE i.remediation_id = $1),
     gone AS (DELETE FROM remediation_watch w WHERE w.remediation_id = $1
       AND NOT EXISTS (SELECT 1 FROM now n WHERE n.subject_id = w.subject_id AND n.cluster_id = w.cluster_id))
     INSERT INTO remediation_watch (remediation_id, subject_id, cluster_id) SELECT $1, subject_id, cluster_id FROM now ORDER BY 2, 3
     ON CONFLICT DO NOTHING`,
    [remediationId],
  );
}
