import { requireActor } from "@/lib/api/auth/current";
import { call } from "@/lib/api/call";
import { getException } from "@/lib/api/v1/exceptions/get";
import { listExceptions } from "@/lib/api/v1/exceptions/list";
import { canonicalParams, type Params } from "@/lib/client/search-params";

export const loadExceptions = async (params: Params) =>
  call(listExceptions, await requireActor(), { query: canonicalParams(params) });
export const loadException = async (id: number) =>
  call(getException, await requireActor(), { params: { id: String(id) } });
