import { handle } from "@/lib/api/handle";
import { createNoticeRule } from "@/lib/api/v1/notices/create-rule";
import { listNoticeRules } from "@/lib/api/v1/notices/list-rules";

export const POST = handle(createNoticeRule);
export const GET = handle(listNoticeRules);
