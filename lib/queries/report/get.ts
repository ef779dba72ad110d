import type { Scope } from "../../authz/scope";
import { read } from "../../db/read";
import { REPORT_COLUMNS, type ReportRow } from "./row";

/** A report within the scope; null when there is none or it is not the reader's. */
export async function getReport(scope: Scope, id: string): Promise<ReportRow | null> {
  if (!/^\d{1,18}$/.test(id)) return null;
  const [rows] = await read<ReportRow>(scope, {
    text: `SELECT ${REPORT_COLUMNS} WHERE r.id = $1 AND ($2 OR r.received_by = $3 OR r.token_id = $4)`,
    values: [id, scope.teams === "*", scope.userId, scope.tokenId],
  });
  return rows?.[0] ?? null;
}
