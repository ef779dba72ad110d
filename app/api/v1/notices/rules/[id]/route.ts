import { handle } from "@/lib/api/handle";
import { removeNoticeRule } from "@/lib/api/v1/notices/remove-rule";
import { updateNoticeRule } from "@/lib/api/v1/notices/update-rule";

export const PUT = handle(updateNoticeRule);
export const DELETE = handle(removeNoticeRule);
