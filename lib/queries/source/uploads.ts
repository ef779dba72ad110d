import type { Scope } from "@/lib/authz/scope";
import type { Run } from "@/lib/db/read";
import type { FailedUpload } from "./record";

/** The last upload of a tool for a cluster, where that failed or waits for a decision. */
export interface Upload {
  cluster: number;
  state: "failed" | "held";
  /** null: the file was not recognised as any tool's. */
  tool: string | null;
  report: string;
  at: Date;
  message: string;
}

/** Days that an upload which nobody could recognise is worth a mark: no later one of the same tool can take it back. */
const UNRECOGNISED_DAYS = 7;

/**
 * For each cluster and tool whose last finished upload failed or is held: that upload. Only uploads that the reader may follow.
 * `tools` are the names to look for; what no tool could be told of is found beside them.
 */
export async function troubledUploads(
  run: Run,
  scope: Scope,
  clusters: readonly number[],
  tools: readonly string[],
  at: Date,
): Promise<Upload[]> {
  return run<Upload>({
    name: "source-failures",
    // In two parts, so that each walks to its last upload by report (cluster_id, tool, id).
    text: `SELECT c.id AS cluster, t.name AS tool, r.state, r.id::text AS report, r.received_at AS at, coalesce(r.error->>'message', '') AS message
      FROM unnest($1::int[]) c(id) CROSS JOIN unnest($2::text[]) t(name)
      CROSS JOIN LATERAL (SELECT * FROM report o WHERE o.cluster_id = c.id AND o.tool = t.name
        AND ($4 OR o.received_by = $5 OR o.token_id = $6)
        AND o.state IN ('done', 'held', 'failed') ORDER BY o.id DESC LIMIT 1) r
      WHERE r.state <> 'done'
      UNION ALL SELECT c.id, NULL, r.state, r.id::text, r.received_at, coalesce(r.error->>'message', '')
      FROM unnest($1::int[]) c(id)
      CROSS JOIN LATERAL (SELECT * FROM report o WHERE o.cluster_id = c.id AND o.tool IS NULL AND o.state = 'failed'
        AND o.received_at > $3 AND ($4 OR o.received_by = $5 OR o.token_id = $6) ORDER BY o.id DESC LIMIT 1) r`,
    values: [
      clusters,
      tools,
      new Date(at.getTime() - UNRECOGNISED_DAYS * 86_400_000),
      scope.teams === "*",
      scope.userId,
      scope.tokenId,
    ],
  });
}

/** Tools that ever sent something for these clusters, as far as the reader may follow uploads. */
export async function senders(run: Run, scope: Scope, clusters: readonly number[]): Promise<string[]> {
  const rows = await run<{ name: string }>({
    name: "source-senders",
    text: `WITH RECURSIVE seen AS (
        SELECT c.id AS cluster, (SELECT min(tool) FROM report r WHERE r.cluster_id = c.id AND ($2 OR r.received_by = $3 OR r.token_id = $4)) AS tool
        FROM unnest($1::int[]) c(id)
        UNION ALL
        SELECT s.cluster, (SELECT min(tool) FROM report r WHERE r.cluster_id = s.cluster AND r.tool > s.tool
          AND ($2 OR r.received_by = $3 OR r.token_id = $4)) FROM seen s WHERE s.tool IS NOT NULL)
      SELECT DISTINCT tool AS name FROM seen WHERE tool IS NOT NULL`,
    values: [clusters, scope.teams === "*", scope.userId, scope.tokenId],
  });
  return rows.map((row) => row.name);
}

export const failedUpload = (upload: Upload | undefined): FailedUpload | null =>
  upload?.state === "failed" ? { report: upload.report, at: upload.at, message: upload.message } : null;

export const heldUpload = (upload: Upload | undefined): string | null =>
  upload?.state === "held" ? upload.report : null;
