"use client";

import { useState } from "react";
import { type Column, DataTable } from "@/components/data-table/table";
import { Button } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { useWrite } from "@/components/ui/use-write";
import type { RuleRow } from "@/lib/client/contract/notice";
import { Done } from "@/lib/client/contract/session";
import { api } from "@/lib/client/fetcher";
import { whatWords, whenWords, whoWords } from "./words";

/** Who gets what, by rule. */
export function RuleTable({ rules, onEdit }: { rules: RuleRow[]; onEdit: (rule: RuleRow) => void }) {
  const [ending, setEnding] = useState<RuleRow | null>(null);
  const remove = useWrite({
    send: (rule: RuleRow) => api(`/notices/rules/${rule.id}`, { method: "DELETE", shape: Done }),
    done: () => "The rule is gone",
    stale: [["notices"]],
    after: () => setEnding(null),
  });
  const columns: Column<RuleRow>[] = [
    {
      key: "who",
      head: "Who",
      cell: (rule) => (
        <>
          <span className="font-medium">{whoWords(rule)}</span>
          <span className="block text-small whitespace-normal text-ink-2 md:hidden">
            <span className="sm:hidden">{whatWords(rule)}, </span>
            {whenWords(rule)}
          </span>
        </>
      ),
    },
    { key: "what", head: "What", grow: true, from: "sm", cell: whatWords },
    { key: "when", head: "When", from: "md", cell: whenWords },
    {
      key: "how",
      head: "How",
      from: "md",
      cell: (rule) => (rule.integration ? rule.integration.kind : rule.email ? "inbox and mail" : "inbox"),
    },
    {
      key: "act",
      head: <span className="sr-only">Actions</span>,
      align: "right",
      cell: (rule) => (
        <span className="inline-flex gap-1">
          {rule.abilities.update && (
            <Button size="sm" aria-label={`Edit the rule for ${whoWords(rule)}`} onClick={() => onEdit(rule)}>
              Edit
            </Button>
          )}
          {rule.abilities.remove && (
            <Button
              size="sm"
              look="quiet"
              aria-label={`Remove the rule for ${whoWords(rule)}`}
              onClick={() => setEnding(rule)}
            >
              Remove
            </Button>
          )}
        </span>
      ),
    },
  ];
  return (
    <>
      <DataTable label="Rules" columns={columns} rows={rules} rowKey={(rule) => String(rule.id)} />
      <ConfirmDialog
        title="Remove this rule?"
        open={ending !== null}
        onClose={() => setEnding(null)}
        onConfirm={() => ending && remove.run(ending)}
        confirm="Remove"
        busy={remove.busy}
        problem={remove.problem}
      >
        <p>{ending && `${whoWords(ending)}: ${whatWords(ending)}, ${whenWords(ending)}.`}</p>
      </ConfirmDialog>
    </>
  );
}
