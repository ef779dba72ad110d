import { TokenList } from "@/lib/client/contract/admin";
import { listTokens as list } from "@/lib/services/token/list";
import { operation } from "../../operation";

export const listTokens = operation({
  id: "listTokens",
  method: "GET",
  path: "/tokens",
  summary: "API tokens, without their secret.",
  action: "tokens.manage",
  output: TokenList,
  handler: async ({ actor }) => ({ items: await list(actor) }),
});
