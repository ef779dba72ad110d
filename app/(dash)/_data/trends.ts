import { requireActor } from "@/lib/api/auth/current";
import { call } from "@/lib/api/call";
import { getTrends } from "@/lib/api/v1/trends/get";
import { canonicalParams, type Params } from "@/lib/client/search-params";

export const loadTrends = async (params: Params) =>
  call(getTrends, await requireActor(), { query: canonicalParams(params) });
