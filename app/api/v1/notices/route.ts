import { handle } from "@/lib/api/handle";
import { listNotices } from "@/lib/api/v1/notices/list";

export const GET = handle(listNotices);
