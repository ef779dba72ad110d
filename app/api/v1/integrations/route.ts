import { handle } from "@/lib/api/handle";
import { createIntegration } from "@/lib/api/v1/integrations/create";
import { listIntegrations } from "@/lib/api/v1/integrations/list";

export const POST = handle(createIntegration);
export const GET = handle(listIntegrations);
