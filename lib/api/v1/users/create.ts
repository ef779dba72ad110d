import { UserCreate, UserRow } from "@/lib/client/contract/admin";
import { createUser as create } from "@/lib/services/user/create";
import { listUsers } from "@/lib/services/user/list";
import { operation } from "../../operation";
import { created } from "../../reply";
import { one } from "../one";

export const createUser = operation({
  id: "createUser",
  method: "POST",
  path: "/users",
  summary: "Add a person.",
  action: "users.manage",
  input: { body: UserCreate },
  output: UserRow,
  statuses: [201],
  handler: async ({ actor, input }) => {
    const { id } = await create(actor, input.body);
    return created(one(await listUsers(actor, id)), `/api/v1/users/${id}`);
  },
});
