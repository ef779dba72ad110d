import { IdParam, UserRow, UserUpdate } from "@/lib/client/contract/admin";
import { listUsers } from "@/lib/services/user/list";
import { updateUser as update } from "@/lib/services/user/update";
import { operation } from "../../operation";
import { one } from "../one";

export const updateUser = operation({
  id: "updateUser",
  method: "PATCH",
  path: "/users/{id}",
  summary: "Change somebody's name, role or password, or whether they may sign in.",
  action: "users.manage",
  input: { params: IdParam, body: UserUpdate },
  output: UserRow,
  handler: async ({ actor, input }) => {
    await update(actor, input.params.id, input.body);
    return one(await listUsers(actor, input.params.id));
  },
});
