/** A report as the database has it; the presenter turns it into the wire shape. */
export interface ReportRow {
  id: string;
  clusterId: number;
  cluster: string | null;
  state: string;
  fileName: string | null;
  format: string | null;
  tool: string | null;
  toolVersion: string | null;
  receivedAt: Date;
  receivedBy: string | null;
  observedAt: Date | null;
  finishedAt: Date | null;
  bytes: number;
  bytesDone: number;
  findingsDone: number;
  /** As lib/client/contract/report.ts words it. */
  result: Record<string, unknown> | null;
  error: { code: string; message: string } | null;
}

/** The person or token that sent it is named only to readers of everything, as other people's names are. */
export const REPORT_COLUMNS = `r.id::text, r.cluster_id AS "clusterId", c.slug AS cluster, r.state, r.file_name AS "fileName", r.format, r.tool,
  r.tool_version AS "toolVersion", r.received_at AS "receivedAt", u.name AS "receivedBy", r.observed_at AS "observedAt",
  r.finished_at AS "finishedAt", r.bytes::float8 AS bytes, r.bytes_done::float8 AS "bytesDone", r.findings_done AS "findingsDone",
  r.result, r.error
  FROM report r LEFT JOIN cluster c ON c.id = r.cluster_id LEFT JOIN "user" u ON u.id = r.received_by`;
