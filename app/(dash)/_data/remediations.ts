import { requireActor } from "@/lib/api/auth/current";
import { call } from "@/lib/api/call";
import { getRemediation } from "@/lib/api/v1/remediations/get";
import { listRemediationItems } from "@/lib/api/v1/remediations/items";
import { listRemediations } from "@/lib/api/v1/remediations/list";
import { canonicalParams, type Params } from "@/lib/client/search-params";

/** The questions of the page of remediations, asked in this process as whoever is signed in. */
export const loadRemediations = async (params: Params) =>
  call(listRemediations, await requireActor(), { query: canonicalParams(params) });
export const loadRemediation = async (id: number) =>
  call(getRemediation, await requireActor(), { params: { id: String(id) } });
export const loadRemediationItems = async (id: number, params: Params) =>
  call(listRemediationItems, await requireActor(), { params: { id: String(id) }, query: canonicalParams(params) });
