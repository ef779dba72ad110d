import { Report } from "@/lib/client/contract/report";
import { refuseHeld } from "@/lib/services/report/held";
import { operation } from "../../operation";
import { presentReport } from "../../present/report";
import { currentReport } from "./follow";
import { ReportParams } from "./get";

export const refuseReport = operation({
  id: "refuseReport",
  method: "POST",
  path: "/reports/{id}/refuse",
  summary: "Drop the closures of a held report: what it lacks stays open.",
  action: "imports.confirm",
  input: { params: ReportParams },
  output: Report,
  handler: async ({ actor, scope, input }) => {
    await refuseHeld(actor, input.params.id);
    return presentReport(actor, await currentReport(scope, input.params.id));
  },
});
