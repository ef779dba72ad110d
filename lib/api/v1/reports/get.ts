import { z } from "zod";
import { Report } from "@/lib/client/contract/report";
import { operation } from "../../operation";
import { presentReport } from "../../present/report";
import { currentReport } from "./follow";

export const ReportParams = z.object({ id: z.string().regex(/^\d{1,18}$/, "a number") });

export const getReport = operation({
  id: "getReport",
  method: "GET",
  path: "/reports/{id}",
  summary: "State, progress and result of an upload.",
  action: "reports.read",
  input: { params: ReportParams },
  output: Report,
  handler: async ({ actor, scope, input }) => presentReport(actor, await currentReport(scope, input.params.id)),
});
