import { Done, SetupRequest } from "@/lib/client/contract/session";
import { completeSetup } from "@/lib/services/setup/complete";
import { clientAddress } from "../../address";
import { publicOperation } from "../../operation";
import { created } from "../../reply";

export const postSetup = publicOperation({
  id: "completeSetup",
  method: "POST",
  path: "/setup",
  summary: "Make the first admin. Works once.",
  public: "Nobody can sign in yet. Works only while there is no user, and with the code of the server's console.",
  input: { body: SetupRequest },
  output: Done,
  statuses: [201],
  handler: async ({ input, request }) => {
    await completeSetup(input.body, clientAddress(request.headers));
    return created({ done: true as const });
  },
});
