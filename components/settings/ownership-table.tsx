"use client";

import { GripVertical } from "lucide-react";
import { useState } from "react";
import { type Column, DataTable } from "@/components/data-table/table";
import { Button } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { PlainLink } from "@/components/ui/text-link";
import { useWrite } from "@/components/ui/use-write";
import type { OwnershipRuleRow } from "@/lib/client/contract/admin";
import { Done } from "@/lib/client/contract/session";
import { api } from "@/lib/client/fetcher";
import { OwnershipOrderBar } from "./ownership-order";
import { OwnershipPreviewPart } from "./ownership-preview";
import { ruleInWords } from "./rule-words";
import { useOrder } from "./use-order";

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
  const order = useOrder(rules);
  const [dragged, setDragged] = useState<number | null>(null);
  const place = (rule: OwnershipRuleRow) => order.rows.findIndex(({ id }) => id === rule.id);
  const movable = rules.length > 1 && rules.every((rule) => rule.abilities["ownership.write"]);
  const columns: Column<OwnershipRuleRow>[] = [
    ...(movable
      ? [
          {
            key: "move",
            head: <span className="sr-only">Move</span>,
            cell: (rule: OwnershipRuleRow) => (
              <button
                type="button"
                draggable
                aria-label={`Move the rule for ${rule.team.name} (place ${place(rule) + 1}) with the arrow keys`}
                data-tip="Drag, or press ↑ and ↓"
                className="cursor-grab rounded-sm p-1 text-ink-3 hover:text-ink"
                onDragStart={() => setDragged(rule.id)}
                onDragEnd={() => setDragged(null)}
                onDragOver={(event) => {
                  if (dragged === null) return;
                  event.preventDefault();
                  if (dragged !== rule.id) order.move(dragged, place(rule));
                }}
                onKeyDown={(event) => {
                  const by = { ArrowUp: -1, ArrowDown: 1 }[event.key];
                  if (!by) return;
                  event.preventDefault();
                  order.move(rule.id, place(rule) + by);
                }}
              >
                <GripVertical size={14} aria-hidden="true" />
              </button>
            ),
          },
        ]
      : []),
    { key: "priority", head: "Order", align: "right", cell: (rule) => (order.ids ? place(rule) + 1 : rule.priority) },
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
      <DataTable label="Ownership rules" columns={columns} rows={order.rows} rowKey={(rule) => String(rule.id)} />
      {order.ids && <OwnershipOrderBar ids={order.ids} onDone={order.clear} />}
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
          <>
            <p>
              What it gave to {leaving.team.name} goes to whom the next rule that fits names, or to nobody:{" "}
              {ruleInWords(leaving)}.
            </p>
            <OwnershipPreviewPart change={{ change: "remove", id: leaving.id }} />
          </>
        )}
      </ConfirmDialog>
    </>
  );
}
