import { Report } from "@/lib/client/contract/report";
import { confirmHeld } from "@/lib/services/report/held";
import { operation } from "../../operation";
import { presentReport } from "../../present/report";
import { currentReport } from "./follow";
import { ReportParams } from "./get";

export const confirmReport = operation({
  id: "confirmReport",
  method: "POST",
  path: "/reports/{id}/confirm",
  summary: "Apply the closures of a held report.",
  action: "imports.confirm",
  input: { params: ReportParams },
  output: Report,
  handler: async ({ actor, scope, input }) => {
    await confirmHeld(actor, input.params.id);
    return presentReport(actor, await currentReport(scope, input.params.id));
  },
});
