import { handle } from "@/lib/api/handle";
import { search } from "@/lib/api/v1/search/get";

export const GET = handle(search);
