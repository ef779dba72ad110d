import { TokenCreate, TokenCreated } from "@/lib/client/contract/admin";
import { createToken as create } from "@/lib/services/token/create";
import { listTokens } from "@/lib/services/token/list";
import { operation } from "../../operation";
import { created } from "../../reply";
import { one } from "../one";

export const createToken = operation({
  id: "createToken",
  method: "POST",
  path: "/tokens",
  summary: "Make an API token. The answer is the only time that it is shown.",
  action: "tokens.manage",
  input: { body: TokenCreate },
  output: TokenCreated,
  statuses: [201],
  handler: async ({ actor, input }) => {
    const { id, token } = await create(actor, input.body);
    return created({ token, row: one(await listTokens(actor, id)) }, `/api/v1/tokens/${id}`);
  },
});
