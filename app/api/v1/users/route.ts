import { handle } from "@/lib/api/handle";
import { createUser } from "@/lib/api/v1/users/create";
import { listUsers } from "@/lib/api/v1/users/list";

export const GET = handle(listUsers);
export const POST = handle(createUser);
