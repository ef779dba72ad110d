"use client";

import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { useDeferredValue, useState } from "react";
import { AuditFilters, type AuditWords } from "@/components/settings/audit-filters";
import { AuditTable } from "@/components/settings/audit-table";
import { Button } from "@/components/ui/button";
import { PartFailure } from "@/components/ui/failure";
import { Empty } from "@/components/ui/notice";
import { Section } from "@/components/ui/page";
import { SkeletonRows } from "@/components/ui/skeleton";
import { auditQuery } from "@/lib/client/queries/admin";

const blank: AuditWords = { action: "", actor: "", target: "", from: "", to: "" };

/** Days are those of UTC; `to` is included. */
function paramsOf({ from, to, ...words }: AuditWords) {
  const start = (day: string, plus = 0) => {
    const time = Date.parse(`${day}T00:00:00Z`);
    return Number.isNaN(time) ? undefined : new Date(time + plus).toISOString();
  };
  return { ...words, from: from && start(from), to: to && start(to, 86_400_000) };
}

export function AuditView() {
  const [words, setWords] = useState(blank);
  const asked = useDeferredValue(words);
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery({
    ...auditQuery(paramsOf(asked)),
    placeholderData: keepPreviousData,
  });
  const rows = data?.pages.flatMap((page) => page.items);
  return (
    <Section title="Audit log">
      <p className="max-w-prose py-3 text-ink-2">
        Who did what, and when. Entries are only ever added, each sealed with the one before; whoever runs the server
        proves that with <code className="font-mono">parapet audit verify</code>.
      </p>
      <AuditFilters words={words} onChange={setWords} onClear={() => setWords(blank)} />
      {error && !rows ? (
        <PartFailure error={error} onRetry={refetch} />
      ) : !rows ? (
        <SkeletonRows rows={12} />
      ) : rows.length === 0 ? (
        <Empty title="No entry" action={<Button onClick={() => setWords(blank)}>Clear the filters</Button>}>
          Nothing in the log fits what was asked for.
        </Empty>
      ) : (
        <>
          <AuditTable rows={rows} />
          {hasNextPage && (
            <div className="py-3">
              <Button busy={isFetchingNextPage} onClick={() => fetchNextPage()}>
                Older entries
              </Button>
            </div>
          )}
        </>
      )}
    </Section>
  );
}
