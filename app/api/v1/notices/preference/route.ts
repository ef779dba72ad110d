import { handle } from "@/lib/api/handle";
import { getNoticePreference } from "@/lib/api/v1/notices/get-preference";
import { putNoticePreference } from "@/lib/api/v1/notices/put-preference";
import { resetNoticePreference } from "@/lib/api/v1/notices/reset-preference";

export const GET = handle(getNoticePreference);
export const PUT = handle(putNoticePreference);
export const DELETE = handle(resetNoticePreference);
