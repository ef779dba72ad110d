import { requireActor } from "@/lib/api/auth/current";
import { call } from "@/lib/api/call";
import { getDemo } from "@/lib/api/v1/demo/get";

export const loadDemo = async () => call(getDemo, await requireActor());
