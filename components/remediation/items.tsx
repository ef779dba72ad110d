"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { Check, Circle, CircleHelp, Scale, Undo2 } from "lucide-react";
import { assetPath } from "@/components/finding/words";
import { SeverityLetter } from "@/components/severity/letter";
import { Button } from "@/components/ui/button";
import { Part } from "@/components/ui/drawer-part";
import { PartFailure } from "@/components/ui/failure";
import { plural } from "@/components/ui/format";
import { SkeletonRows } from "@/components/ui/skeleton";
import { TextLink } from "@/components/ui/text-link";
import { Ago } from "@/components/ui/time";
import type { RemediationDetail, RemediationItem } from "@/lib/client/contract/remediation";
import { remediationItemsQuery } from "@/lib/client/queries/remediations";
import { standingName } from "./words";

const signs = { open: Circle, fixed: Check, excepted: Scale, unproven: CircleHelp } as const;

/** Its findings, the worst first, each with how it stands; reports tick them off, nobody else. */
export function Checklist({ remediation }: { remediation: RemediationDetail }) {
  const { open, fixed, excepted, unproven } = remediation.progress;
  const list = useInfiniteQuery(remediationItemsQuery(remediation.id));
  const rows = list.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <Part title="Findings" aside={plural(open + fixed + excepted + unproven, "finding")}>
      {list.error && !list.data ? (
        <PartFailure error={list.error} onRetry={list.refetch} />
      ) : list.isPending ? (
        <SkeletonRows rows={5} />
      ) : rows.length === 0 ? (
        <p className="text-ink-2">None of its findings is within your scope any more.</p>
      ) : (
        <ul aria-label="Findings of this remediation" className="divide-y divide-line">
          {rows.map((row) => (
            <Item key={row.id} item={row} />
          ))}
        </ul>
      )}
      {list.hasNextPage && (
        <div className="mt-2">
          <Button size="sm" busy={list.isFetchingNextPage} onClick={() => list.fetchNextPage()}>
            Show more
          </Button>
        </div>
      )}
    </Part>
  );
}

function Item({ item }: { item: RemediationItem }) {
  const Sign = signs[item.standing];
  const over = item.standing === "fixed";
  return (
    <li className="flex items-start gap-2.5 py-2">
      <span data-tip={standingName[item.standing]} className={over ? "pt-0.5 text-accent" : "pt-0.5 text-ink-3"}>
        <Sign size={14} aria-hidden="true" />
        <span className="sr-only">{standingName[item.standing]}</span>
      </span>
      <SeverityLetter severity={item.severity} />
      <div className="min-w-0 flex-1">
        <p className={over ? "truncate text-ink-2 line-through decoration-ink-3" : "truncate"}>
          <TextLink href={`/findings?finding=${item.id}`}>{item.rule}</TextLink>{" "}
          {item.title !== item.rule && item.title}
        </p>
        <p className="truncate text-small text-ink-2">{assetPath(item)}</p>
        <Standing item={item} />
      </div>
      <span className="shrink-0 text-small text-ink-2">
        <Ago at={item.stateAt} />
      </span>
    </li>
  );
}

const unprovenBy: Partial<Record<RemediationItem["presence"], string>> = {
  withdrawn: "Withdrawn by its source: that is no proof of a fix",
  quiet: "Quiet: no event for a while is no proof of a fix",
};

/** What makes it stand as it does, where that is not plain. */
function Standing({ item }: { item: RemediationItem }) {
  const notes: string[] = [];
  if (item.elsewhere) notes.push("Went to another team");
  if (item.standing === "excepted") notes.push("Covered by an exception: not in the way, and no fix");
  if (item.standing === "unproven") notes.push(unprovenBy[item.presence] ?? "Not proven");
  if (item.state === "awaiting_scan") notes.push("A new version runs and awaits its scan");
  if (notes.length === 0 && item.refutedAt === null) return null;
  return (
    <p className="text-small text-ink-2">
      {notes.join(" · ")}
      {item.refutedAt && item.standing === "open" && (
        <span className="inline-flex items-center gap-1 text-high">
          <Undo2 size={12} aria-hidden="true" />
          still reported after the claim, <Ago at={item.refutedAt} suffix=" ago" />
        </span>
      )}
    </p>
  );
}
