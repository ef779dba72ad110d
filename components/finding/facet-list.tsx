"use client";

import { useState } from "react";
import { CheckRow } from "@/components/ui/check-row";
import { bounded } from "@/components/ui/format";
import { Skeleton } from "@/components/ui/skeleton";
import type { FindingFacets } from "@/lib/client/contract/finding";
import type { ListFilter } from "./address";

export type FacetValues = FindingFacets[keyof FindingFacets];

const few = 7;

/** One facet: its values with how many findings each would show. Chosen values stay, even at nought. */
export function FacetList({
  title,
  filter,
  values,
  chosen,
  onToggle,
}: {
  title: string;
  filter: ListFilter;
  values: FacetValues | undefined;
  chosen: string[];
  onToggle: (filter: ListFilter, value: string) => void;
}) {
  const [all, setAll] = useState(false);
  const missing = chosen
    .filter((value) => !values?.some((one) => one.value === value))
    .map((value) => ({ value, label: value, count: { value: 0, atLeast: false } }));
  const list = [...(values ?? []), ...missing];
  if (values && list.length === 0) return null;
  const shown = all ? list : list.filter((one, index) => index < few || chosen.includes(one.value));

  return (
    <fieldset className="min-w-0">
      <legend className="mb-0.5 text-small font-medium">{title}</legend>
      {!values && [1, 2, 3].map((key) => <Skeleton key={key} className="my-2 w-4/5" />)}
      {shown.map((one) => {
        const on = chosen.includes(one.value);
        return (
          <CheckRow
            key={one.value}
            checked={on}
            onChange={() => onToggle(filter, one.value)}
            aside={bounded(one.count)}
          >
            {one.label}
          </CheckRow>
        );
      })}
      {list.length > few && (
        <button
          type="button"
          onClick={() => setAll(!all)}
          className="h-7 rounded-sm px-1 text-small text-ink-2 hover:text-ink hover:underline"
        >
          {all ? "Fewer" : `${list.length - few} more`}
        </button>
      )}
    </fieldset>
  );
}
