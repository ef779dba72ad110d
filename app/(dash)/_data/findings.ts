import { requireActor } from "@/lib/api/auth/current";
import { call } from "@/lib/api/call";
import { getFinding } from "@/lib/api/v1/findings/get";
import { listFindings } from "@/lib/api/v1/findings/list";
import { canonicalParams, type Params } from "@/lib/client/search-params";

/** The questions of the list of findings, asked in this process as whoever is signed in. */
export const loadFindings = async (params: Params) =>
  call(listFindings, await requireActor(), { query: canonicalParams(params) });
export const loadFinding = async (id: string) => call(getFinding, await requireActor(), { params: { id } });
