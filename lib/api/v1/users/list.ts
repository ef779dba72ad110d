import { UserList } from "@/lib/client/contract/admin";
import { listUsers as list } from "@/lib/services/user/list";
import { operation } from "../../operation";

export const listUsers = operation({
  id: "listUsers",
  method: "GET",
  path: "/users",
  summary: "Everybody with an account.",
  action: "users.manage",
  output: UserList,
  handler: async ({ actor }) => ({ items: await list(actor) }),
});
