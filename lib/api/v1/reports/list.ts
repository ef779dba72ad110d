import { z } from "zod";
import { ReportPage, ReportState } from "@/lib/client/contract/report";
import { listReports as list } from "@/lib/queries/report/list";
import { decodeCursor, encodeCursor } from "../../cursor";
import { operation } from "../../operation";
import { presentReport } from "../../present/report";

const Cursor = z.tuple([z.string().regex(/^\d{1,18}$/)]);
const States = z.preprocess(
  (value) => (typeof value === "string" ? value.split(",").filter(Boolean) : value),
  z.array(ReportState),
);
export const ReportQuery = z.object({
  state: States.optional(),
  cluster: z.string().max(100).optional(),
  tool: z.string().max(100).optional(),
  cursor: z.string().optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});

export const listReports = operation({
  id: "listReports",
  method: "GET",
  path: "/reports",
  summary: "Uploaded reports within the reader's scope, the newest first.",
  action: "reports.read",
  input: { query: ReportQuery },
  output: ReportPage,
  handler: async ({ actor, scope, input }) => {
    const { cursor, ...filter } = input.query;
    const before = decodeCursor(cursor, Cursor)?.[0];
    const { rows, more } = await list(scope, { ...filter, before });
    const last = rows.at(-1);
    return {
      items: rows.map((row) => presentReport(actor, row)),
      nextCursor: more && last ? encodeCursor([last.id]) : null,
    };
  },
});
