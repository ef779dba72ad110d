import { handle } from "@/lib/api/handle";
import { retryIntegration } from "@/lib/api/v1/integrations/retry";

export const POST = handle(retryIntegration);
