import type { Metadata } from "next";
import { usersQuery } from "@/lib/client/queries/admin";
import { loadUsers } from "../../_data/admin";
import { Hydrate } from "../../_data/hydrate";
import { UsersView } from "./view";

export const metadata: Metadata = { title: "People" };

export default function UsersPage() {
  return (
    <Hydrate ready={[{ queryKey: usersQuery().queryKey, load: loadUsers, subject: true }]}>
      <UsersView />
    </Hydrate>
  );
}
