import { handle } from "@/lib/api/handle";
import { getTicket } from "@/lib/api/v1/tickets/get";
import { planTicket } from "@/lib/api/v1/tickets/plan";

export const GET = handle(getTicket);
export const POST = handle(planTicket);
