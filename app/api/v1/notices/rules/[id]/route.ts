import { handle } from "@/lib/api/handle";
import { removeNoticeRule } from "@/lib/api/v1/notices/remove-rule";

export const DELETE = handle(removeNoticeRule);
