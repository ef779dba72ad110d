"use client";

import { FindingList } from "@/components/finding/list";
import { useAddress } from "@/components/finding/use-address";
import { useFindings } from "@/components/finding/use-list";
import { PartFailure } from "@/components/ui/failure";
import { bounded } from "@/components/ui/format";
import { Empty } from "@/components/ui/notice";
import { Section } from "@/components/ui/page";
import { SkeletonRows } from "@/components/ui/skeleton";
import { PlainLink } from "@/components/ui/text-link";
import { queueParams } from "./queue-params";

/** The head of the queue, with the same hands as the whole list: keyboard, claiming, drawer. */
export function Queue({ slug }: { slug: string }) {
  const [address, go] = useAddress();
  const list = useFindings(queueParams(slug));
  return (
    <Section
      title="Findings by risk"
      aside={
        list.count && list.count.value > 0 ? (
          <PlainLink href={`/findings?fixTeam=${slug}`} className="text-small text-accent">
            All {bounded(list.count)}
          </PlainLink>
        ) : null
      }
    >
      {list.error ? (
        <PartFailure error={list.error} onRetry={list.refetch} />
      ) : list.isPending ? (
        <SkeletonRows rows={15} />
      ) : (
        <FindingList
          address={address}
          go={go}
          list={{ ...list, hasNextPage: false }}
          empty={<Empty title="Nothing to do">No finding of this team needs action.</Empty>}
        />
      )}
    </Section>
  );
}
