import { requireActor } from "@/lib/api/auth/current";
import { call } from "@/lib/api/call";
import { listIntegrations } from "@/lib/api/v1/integrations/list";
import { getNoticePreference } from "@/lib/api/v1/notices/get-preference";
import { listNoticeRules } from "@/lib/api/v1/notices/list-rules";

export const loadPreference = async () => call(getNoticePreference, await requireActor());
export const loadNoticeRules = async () => call(listNoticeRules, await requireActor());
export const loadIntegrations = async () => call(listIntegrations, await requireActor());
