import type { Metadata } from "next";
import { sessionsQuery } from "@/lib/client/queries/session";
import { loadSessions } from "../../_data/admin";
import { Hydrate } from "../../_data/hydrate";
import { AccountView } from "./view";

export const metadata: Metadata = { title: "Your account" };

export default function AccountPage() {
  return (
    <Hydrate ready={[{ queryKey: sessionsQuery().queryKey, load: loadSessions }]}>
      <AccountView />
    </Hydrate>
  );
}
