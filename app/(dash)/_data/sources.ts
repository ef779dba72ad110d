import { requireActor } from "@/lib/api/auth/current";
import { call } from "@/lib/api/call";
import { getSource } from "@/lib/api/v1/sources/get";
import { listSources } from "@/lib/api/v1/sources/list";

export const loadSources = async () => call(listSources, await requireActor());
export const loadSource = async (cluster: string, tool: string) =>
  call(getSource, await requireActor(), { params: { cluster, tool } });
