import { handle } from "@/lib/api/handle";
import { listDeliveries } from "@/lib/api/v1/integrations/deliveries";

export const GET = handle(listDeliveries);
