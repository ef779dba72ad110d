import type { Scope } from "../../authz/scope";
import { read } from "../../db/read";
import { REPORT_COLUMNS, type ReportRow } from "./row";

export interface ReportFilter {
  /** Id of the last report of the page before. */
  before?: string;
  state?: string[];
  cluster?: string;
  tool?: string;
  limit: number;
}

/** Reports within the scope, the newest first, and whether there are more. */
export async function listReports(
  scope: Scope,
  { before, state, cluster, tool, limit }: ReportFilter,
): Promise<{ rows: ReportRow[]; more: boolean }> {
  const [rows = []] = await read<ReportRow>(scope, {
    text: `SELECT ${REPORT_COLUMNS} WHERE ($1 OR r.received_by = $2 OR r.token_id = $3) AND r.id < coalesce($4::bigint, 9223372036854775807)
             AND ($5::text[] IS NULL OR r.state = ANY ($5)) AND ($6::text IS NULL OR r.cluster_id = (SELECT id FROM cluster WHERE slug = $6)) AND ($7::text IS NULL OR r.tool = $7)
             ORDER BY r.id DESC LIMIT $8`,
    values: [
      scope.teams === "*",
      scope.userId,
      scope.tokenId,
      before ?? null,
      state ?? null,
      cluster ?? null,
      tool ?? null,
      limit + 1,
    ],
  });
  return { rows: rows.slice(0, limit), more: rows.length > limit };
}
