"use client";

import { fixHref } from "@/components/fix/address";
import { FixTable } from "@/components/fix/table";
import { useFixes } from "@/components/fix/use-fixes";
import { PartFailure } from "@/components/ui/failure";
import { bounded } from "@/components/ui/format";
import { Empty } from "@/components/ui/notice";
import { Section } from "@/components/ui/page";
import { SkeletonRows } from "@/components/ui/skeleton";
import { PlainLink } from "@/components/ui/text-link";
import { fixQueueParams } from "./queue-params";

/** The work of the team by what is to be done: one line, many findings. */
export function FixQueue({ slug }: { slug: string }) {
  const list = useFixes(fixQueueParams(slug));
  return (
    <Section
      title="Queue by fix"
      aside={
        list.count && list.count.value > 0 ? (
          <PlainLink href={`/fixes?fixTeam=${slug}`} className="text-small text-accent">
            All {bounded(list.count)}
          </PlainLink>
        ) : null
      }
    >
      {list.error && list.rows.length === 0 ? (
        <PartFailure error={list.error} onRetry={list.refetch} />
      ) : list.isPending ? (
        <SkeletonRows rows={12} />
      ) : list.rows.length === 0 ? (
        <Empty title="Nothing to fix">No source names a fix for anything that is open.</Empty>
      ) : (
        <FixTable label="Fixes of the team" rows={list.rows} href={fixHref} />
      )}
    </Section>
  );
}
