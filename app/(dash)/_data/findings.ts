import { requireActor } from "@/lib/api/auth/current";
import { call } from "@/lib/api/call";
import { getFindingFacets } from "@/lib/api/v1/findings/facets";
import { getFinding } from "@/lib/api/v1/findings/get";
import { listFindings } from "@/lib/api/v1/findings/list";
import { canonicalParams, type Params } from "@/lib/client/search-params";

/** The questions of the list of findings, asked in this process as whoever is signed in. */
export const loadFindings = async (params: Params) =>
  call(listFindings, await requireActor(), { query: canonicalParams(params) });
export const loadFacets = async (params: Params) => {
  const { sort: _sort, cursor: _cursor, limit: _limit, ...query } = canonicalParams(params);
  return call(getFindingFacets, await requireActor(), { query });
};
export const loadFinding = async (id: string) => call(getFinding, await requireActor(), { params: { id } });
