"use client";

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { OwnershipDialog } from "@/components/settings/ownership-dialog";
import { OwnershipTable } from "@/components/settings/ownership-table";
import { Button } from "@/components/ui/button";
import { PartFailure } from "@/components/ui/failure";
import { Empty } from "@/components/ui/notice";
import { Section } from "@/components/ui/page";
import { SkeletonRows } from "@/components/ui/skeleton";
import type { OwnershipRuleRow } from "@/lib/client/contract/admin";
import { ownershipQuery } from "@/lib/client/queries/admin";

export function OwnershipView() {
  const { data, error, refetch } = useQuery(ownershipQuery());
  const [editing, setEditing] = useState<OwnershipRuleRow | "new" | null>(null);
  if (error && !data) return <PartFailure error={error} onRetry={refetch} />;
  const make = data?.abilities["ownership.write"] && (
    <Button look="primary" onClick={() => setEditing("new")}>
      Add a rule
    </Button>
  );
  return (
    <Section title="Ownership rules" aside={data && data.items.length > 0 && make}>
      <p className="max-w-prose py-3 text-ink-2">
        The first rule that fits decides which team owns an asset. When rules change, findings move to their new owners
        and keep their history.
      </p>
      {!data ? (
        <SkeletonRows rows={6} />
      ) : data.items.length === 0 ? (
        <Empty title="No rule yet" action={make}>
          Until there is one, every finding waits in the queue of what nobody owns.
        </Empty>
      ) : (
        <OwnershipTable rules={data.items} onEdit={setEditing} />
      )}
      <OwnershipDialog rule={editing} onClose={() => setEditing(null)} />
    </Section>
  );
}
