import { requireActor } from "@/lib/api/auth/current";
import { call } from "@/lib/api/call";
import { getFix } from "@/lib/api/v1/fixes/get";
import { listFixes } from "@/lib/api/v1/fixes/list";
import { canonicalParams, type Params } from "@/lib/client/search-params";

export const loadFixes = async (params: Params) =>
  call(listFixes, await requireActor(), { query: canonicalParams(params) });
export const loadFix = async (id: string) => call(getFix, await requireActor(), { params: { id } });
