import { handle } from "@/lib/api/handle";
import { getSla } from "@/lib/api/v1/sla/get";
import { saveSla } from "@/lib/api/v1/sla/save";

export const GET = handle(getSla);
export const PUT = handle(saveSla);
