import { requireActor } from "@/lib/api/auth/current";
import { call } from "@/lib/api/call";
import { getReport } from "@/lib/api/v1/reports/get";
import { listReports } from "@/lib/api/v1/reports/list";
import { canonicalParams, type Params } from "@/lib/client/search-params";

export async function loadReports(params: Params) {
  return call(listReports, await requireActor(), { query: canonicalParams(params) });
}

export async function loadReport(id: string) {
  return call(getReport, await requireActor(), { params: { id } });
}
