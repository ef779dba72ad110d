import { handle } from "@/lib/api/handle";
import { removeIntegration } from "@/lib/api/v1/integrations/remove";
import { updateIntegration } from "@/lib/api/v1/integrations/update";

export const DELETE = handle(removeIntegration);
export const PATCH = handle(updateIntegration);
