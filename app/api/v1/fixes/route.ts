import { handle } from "@/lib/api/handle";
import { listFixes } from "@/lib/api/v1/fixes/list";

export const GET = handle(listFixes);
