"use client";

import { keepPreviousData, useQueries } from "@tanstack/react-query";
import { bounded, plural, points } from "@/components/ui/format";
import { Notice } from "@/components/ui/notice";
import { Skeleton } from "@/components/ui/skeleton";
import type { ExceptionScope } from "@/lib/client/contract/exception";
import { exceptionPreviewQuery } from "@/lib/client/queries/exceptions";
import { Covered } from "./preview";

/** Scopes that are looked up; a longer selection says how many it is. */
const MOST = 20;

/** What the scopes match now. */
export function LivePreview({ scopes }: { scopes: ExceptionScope[] }) {
  const answers = useQueries({
    queries: scopes
      .slice(0, MOST)
      .map((scope) => ({ ...exceptionPreviewQuery(scope), placeholderData: keepPreviousData })),
  });
  const failed = answers.find(({ error }) => error);
  if (failed?.error)
    return (
      <Notice tone="bad" role="alert">
        {failed.error.message}
      </Notice>
    );
  const found = answers.flatMap(({ data }) => data ?? []);
  if (found.length < answers.length) return <Skeleton className="h-12 w-full" />;
  const count = {
    value: found.reduce((sum, one) => sum + one.count.value, 0),
    atLeast: scopes.length > MOST || found.some((one) => one.count.atLeast),
  };
  const decided = found.reduce((sum, one) => sum + one.decided, 0);
  const weight = found.reduce((sum, one) => sum + one.points, 0);
  const team = found.find((one) => one.team)?.team;
  return (
    <section aria-label="What it would cover" aria-live="polite" className="space-y-1.5">
      <p className="text-small">
        <span className="font-medium">
          Covers {bounded(count)} {count.value === 1 ? "finding" : "findings"} now
        </span>
        <span className="text-ink-2">
          {count.value > 0 && `, ${points(weight)} points`}
          {decided > 0 && `, ${plural(decided, "one", "of them")} decided already`}
          {team && `, of team ${team} only`}
        </span>
      </p>
      <Covered items={found.flatMap((one) => one.items)} most={4} linked={false} />
    </section>
  );
}
