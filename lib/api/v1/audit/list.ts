import { AuditPage, AuditQuery } from "@/lib/client/contract/admin";
import { listAudit as list } from "@/lib/services/audit/list";
import { decodeCursor, encodeCursor, IdCursor } from "../../cursor";
import { operation } from "../../operation";

export const listAudit = operation({
  id: "listAudit",
  method: "GET",
  path: "/audit",
  summary: "The audit log, newest first.",
  action: "audit.read",
  input: { query: AuditQuery },
  output: AuditPage,
  handler: async ({ actor, input }) => {
    const { cursor, limit, ...filter } = input.query;
    const before = decodeCursor(cursor, IdCursor)?.[0] ?? null;
    const rows = await list(actor, { ...filter, before, limit: limit + 1 });
    const items = rows.slice(0, limit);
    const last = items.at(-1);
    return { items, nextCursor: rows.length > limit && last ? encodeCursor([Number(last.id)]) : null };
  },
});
