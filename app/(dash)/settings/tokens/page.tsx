import type { Metadata } from "next";
import { tokensQuery } from "@/lib/client/queries/admin";
import { loadTokens } from "../../_data/admin";
import { Hydrate } from "../../_data/hydrate";
import { TokensView } from "./view";

export const metadata: Metadata = { title: "Tokens" };

export default function TokensPage() {
  return (
    <Hydrate ready={[{ queryKey: tokensQuery().queryKey, load: loadTokens, subject: true }]}>
      <TokensView />
    </Hydrate>
  );
}
