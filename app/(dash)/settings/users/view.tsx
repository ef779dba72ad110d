"use client";

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { FourEyesSetting } from "@/components/settings/four-eyes-setting";
import { UserDialog } from "@/components/settings/user-dialog";
import { UserTable } from "@/components/settings/user-table";
import { Button } from "@/components/ui/button";
import { PartFailure } from "@/components/ui/failure";
import { Section } from "@/components/ui/page";
import { SkeletonRows } from "@/components/ui/skeleton";
import type { UserRow } from "@/lib/client/contract/admin";
import { usersQuery } from "@/lib/client/queries/admin";

export function UsersView() {
  const { data, error, refetch } = useQuery(usersQuery());
  const [editing, setEditing] = useState<UserRow | "new" | null>(null);
  if (error && !data) return <PartFailure error={error} onRetry={refetch} />;
  return (
    <div className="space-y-8">
      <Section
        title="People"
        aside={
          <Button look="primary" onClick={() => setEditing("new")}>
            Add a person
          </Button>
        }
      >
        {data ? <UserTable users={data.items} onEdit={setEditing} /> : <SkeletonRows rows={6} />}
        <UserDialog user={editing} onClose={() => setEditing(null)} />
      </Section>
      <FourEyesSetting />
    </div>
  );
}
