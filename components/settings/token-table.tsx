"use client";

import { useState } from "react";
import { type Column, DataTable } from "@/components/data-table/table";
import { Button } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { Ago, Due } from "@/components/ui/time";
import { useWrite } from "@/components/ui/use-write";
import type { TokenRow } from "@/lib/client/contract/admin";
import { Done } from "@/lib/client/contract/session";
import { api } from "@/lib/client/fetcher";

/** What a token is for, in words. */
function purpose(token: TokenRow): string {
  const does = token.actions.includes("reports.import") ? "imports" : "reads";
  if (token.cluster) return `${does} for ${token.cluster}`;
  if (token.team) return does === "imports" ? `imports what ${token.team} owns` : `reads as ${token.team}`;
  return `${does} everything`;
}

export function TokenTable({ tokens }: { tokens: TokenRow[] }) {
  const [ending, setEnding] = useState<TokenRow | null>(null);
  const revoke = useWrite({
    send: (token: TokenRow) => api(`/tokens/${token.id}`, { method: "DELETE", shape: Done }),
    done: (_, token) => `${token.name} no longer works`,
    stale: [["tokens"]],
    after: () => setEnding(null),
  });
  const columns: Column<TokenRow>[] = [
    {
      key: "name",
      head: "Name",
      grow: true,
      cell: (token) => (
        <>
          <span className="text-body font-medium">{token.name}</span>{" "}
          <span className="font-mono text-ink-2">{token.prefix}…</span>
        </>
      ),
    },
    { key: "for", head: "May", from: "sm", cell: (token) => <span className="text-ink-2">{purpose(token)}</span> },
    {
      key: "used",
      head: "Last used",
      align: "right",
      from: "md",
      cell: (token) => (token.lastUsedAt ? <Ago at={token.lastUsedAt} /> : <span className="text-ink-3">never</span>),
    },
    {
      key: "ends",
      head: "Ends",
      align: "right",
      cell: (token) =>
        token.revokedAt ? (
          <span className="text-ink-3">revoked</span>
        ) : token.expiresAt ? (
          <Due at={token.expiresAt} />
        ) : (
          <span className="text-ink-3">never</span>
        ),
    },
    {
      key: "act",
      head: <span className="sr-only">Actions</span>,
      align: "right",
      cell: (token) =>
        !token.revokedAt && (
          <Button size="sm" look="quiet" onClick={() => setEnding(token)} aria-label={`Revoke ${token.name}`}>
            Revoke
          </Button>
        ),
    },
  ];
  return (
    <>
      <DataTable
        label="API tokens"
        columns={columns}
        rows={tokens}
        rowKey={(token) => String(token.id)}
        rowClass={(token) => token.revokedAt !== null && "text-ink-3"}
      />
      <ConfirmDialog
        title={`Revoke ${ending?.name ?? ""}?`}
        open={ending !== null}
        onClose={() => setEnding(null)}
        onConfirm={() => ending && revoke.run(ending)}
        confirm="Revoke"
        busy={revoke.busy}
        problem={revoke.problem}
      >
        <p>It stops working at once, and cannot be brought back.</p>
      </ConfirmDialog>
    </>
  );
}
