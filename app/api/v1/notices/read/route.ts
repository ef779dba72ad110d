import { handle } from "@/lib/api/handle";
import { readNotices } from "@/lib/api/v1/notices/read";

export const POST = handle(readNotices);
