import { FourEyes } from "@/lib/client/contract/exception";
import { setFourEyes } from "@/lib/services/exception/four-eyes";
import { operation } from "../../operation";

export const putFourEyes = operation({
  id: "putFourEyes",
  method: "PUT",
  path: "/four-eyes",
  summary: "Whether an exception needs another person of security than the one who asked; off only where there is one.",
  action: "users.manage",
  input: { body: FourEyes },
  output: FourEyes,
  handler: async ({ actor, input }) => {
    await setFourEyes(actor, input.body.on);
    return input.body;
  },
});
