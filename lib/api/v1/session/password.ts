import { Done, PasswordChange } from "@/lib/client/contract/session";
import { changePassword } from "@/lib/services/session/change-password";
import { operation } from "../../operation";
import { personOf } from "../../person";

export const changeOwnPassword = operation({
  id: "changeOwnPassword",
  method: "POST",
  path: "/session/password",
  summary: "Change one's own password; signs out every other browser.",
  action: "session.own",
  input: { body: PasswordChange },
  output: Done,
  handler: async ({ actor, input }) => {
    await changePassword(personOf(actor), input.body);
    return { done: true as const };
  },
});
