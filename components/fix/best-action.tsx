"use client";

import { points } from "@/components/ui/format";
import { TextLink } from "@/components/ui/text-link";
import type { Params } from "@/lib/client/search-params";
import { fixHref } from "./address";
import { PlanSlot } from "./plan-slot";
import { useFixes } from "./use-fixes";
import { gainOf, gainText } from "./words";

/** The one action that is worth most, in a sentence. Nothing where none is known. */
export function BestAction({ params }: { params: Params }) {
  const [best] = useFixes(params).rows;
  if (!best || best.points <= 0) return null;
  const gain = gainOf(best.score);
  return (
    <div className="flex flex-wrap items-baseline gap-x-3 gap-y-1">
      <p className="max-w-[100ch] text-pretty">
        Best next: <TextLink href={fixHref(best.id)}>{best.title}</TextLink> takes {points(best.points)} points away
        {gain !== null && gain > 0 ? ` and wins ${gainText(best.score).slice(1)} points of score` : ""}.
      </p>
      <PlanSlot fix={best} />
    </div>
  );
}
