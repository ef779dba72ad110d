import { handle } from "@/lib/api/handle";
import { listSources } from "@/lib/api/v1/sources/list";

export const GET = handle(listSources);
