import { handle } from "@/lib/api/handle";
import { testIntegration } from "@/lib/api/v1/integrations/test";

export const POST = handle(testIntegration);
