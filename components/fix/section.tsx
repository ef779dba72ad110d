"use client";

import type { ReactNode } from "react";
import { PartFailure } from "@/components/ui/failure";
import { bounded } from "@/components/ui/format";
import { Section } from "@/components/ui/page";
import { SkeletonRows } from "@/components/ui/skeleton";
import { PlainLink } from "@/components/ui/text-link";
import type { FixRow } from "@/lib/client/contract/fix";
import type { Params } from "@/lib/client/search-params";
import { useFixes } from "./use-fixes";

type FixSectionProps = {
  title: string;
  params: Params;
  /** Where all of them are. */
  all: string;
  /** Rows of the skeleton, and their height. */
  waiting: { rows: number; height?: string };
  empty: ReactNode;
  children: (rows: FixRow[]) => ReactNode;
};

/** The first fixes of a list as a part of another page, with the way to all of them. */
export function FixSection({ title, params, all, waiting, empty, children }: FixSectionProps) {
  const list = useFixes(params);
  return (
    <Section
      title={title}
      aside={
        list.count && list.count.value > 0 ? (
          <PlainLink href={all} className="text-small text-accent">
            All {bounded(list.count)}
          </PlainLink>
        ) : null
      }
    >
      {list.error && list.rows.length === 0 ? (
        <PartFailure error={list.error} onRetry={list.refetch} />
      ) : list.isPending ? (
        <SkeletonRows {...waiting} />
      ) : list.rows.length === 0 ? (
        empty
      ) : (
        children(list.rows)
      )}
    </Section>
  );
}
