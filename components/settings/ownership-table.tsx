"use client";

import { useState } from "react";
import { type Column, DataTable } from "@/components/data-table/table";
import { Button } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { PlainLink } from "@/components/ui/text-link";
import { useWrite } from "@/components/ui/use-write";
import type { OwnershipRuleRow } from "@/lib/client/contract/admin";
import { Done } from "@/lib/client/contract/session";
import { api } from "@/lib/client/fetcher";
import { ruleInWords } from "./rule-words";

export function OwnershipTable({
  rules,
  onEdit,
}: {
  rules: OwnershipRuleRow[];
  onEdit: (rule: OwnershipRuleRow) => void;
}) {
  const [leaving, setLeaving] = useState<OwnershipRuleRow | null>(null);
  const remove = useWrite({
    send: (rule: OwnershipRuleRow) => api(`/ownership/${rule.id}`, { method: "DELETE", shape: Done }),
    done: () => "Rule removed; findings move in the background",
    stale: [["ownership"], ["posture"], ["findings"], ["overview"]],
    after: () => setLeaving(null),
  });
  const columns: Column<OwnershipRuleRow>[] = [
    { key: "priority", head: "Order", align: "right", cell: (rule) => rule.priority },
    { key: "when", head: "When", grow: true, cell: (rule) => <span className="text-body">{ruleInWords(rule)}</span> },
    {
      key: "team",
      head: "Owner",
      cell: (rule) => (
        <PlainLink href={`/teams/${rule.team.slug}`} className="font-medium">
          {rule.team.name}
        </PlainLink>
      ),
    },
    {
      key: "act",
      head: <span className="sr-only">Actions</span>,
      align: "right",
      cell: (rule) =>
        rule.abilities["ownership.write"] && (
          <span className="inline-flex gap-1">
            <Button
              size="sm"
              look="quiet"
              onClick={() => onEdit(rule)}
              aria-label={`Edit rule ${rule.priority} for ${rule.team.name}`}
            >
              Edit
            </Button>
            <Button
              size="sm"
              look="quiet"
              onClick={() => setLeaving(rule)}
              aria-label={`Remove rule ${rule.priority} for ${rule.team.name}`}
            >
              Remove
            </Button>
          </span>
        ),
    },
  ];
  return (
    <>
      <DataTable label="Ownership rules" columns={columns} rows={rules} rowKey={(rule) => String(rule.id)} />
      <ConfirmDialog
        title="Remove this rule?"
        open={leaving !== null}
        onClose={() => setLeaving(null)}
        onConfirm={() => leaving && remove.run(leaving)}
        confirm="Remove the rule"
        busy={remove.busy}
        problem={remove.problem}
      >
        {leaving && (
          <p>
            What it gave to {leaving.team.name} goes to whom the next rule that fits names, or to nobody:{" "}
            {ruleInWords(leaving)}.
          </p>
        )}
      </ConfirmDialog>
    </>
  );
}
