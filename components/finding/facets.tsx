"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { areaName } from "@/components/posture/area-words";
import { severityName } from "@/components/severity/words";
import { CheckRow } from "@/components/ui/check-row";
import { cx } from "@/components/ui/cx";
import { facetsQuery } from "@/lib/client/queries/findings";
import { dueWords } from "@/lib/domain/sla/standing";
import { changed, chosen, isSingleState, type ListFilter, listParams, toggled } from "./address";
import { FacetList, type FacetValues } from "./facet-list";
import type { Go } from "./use-address";
import { dueName, fixName, kindName, stateName } from "./words";

const groups = [
  { filter: "severity", title: "Severity", names: severityName },
  { filter: "state", title: "State", names: stateName },
  { filter: "area", title: "Area", names: areaName },
  { filter: "kind", title: "Kind", names: kindName },
  { filter: "fix", title: "Fix", names: fixName },
  { filter: "cluster", title: "Cluster", names: null },
  { filter: "team", title: "Team", names: null },
] as const;

const presets = [
  { value: null, text: "Needs action" },
  { value: "closed", text: "Closed" },
  { value: "all", text: "All" },
] as const;

const flags = [
  { name: "kev", value: "true", text: "Known exploited (KEV)" },
  { name: "exposed", value: "true", text: "Reachable from the internet" },
  { name: "assignee", value: "me", text: "Assigned to me" },
  { name: "assignee", value: "none", text: "Assigned to nobody" },
  ...dueWords.map((value) => ({ name: "due", value, text: dueName[value] })),
] as const;

/** The server's words stand unless the product has its own for them. */
function named(values: FacetValues | undefined, names: Record<string, string> | null): FacetValues | undefined {
  return names ? values?.map((one) => ({ ...one, label: names[one.value] ?? one.label })) : values;
}

/** "Open" is what the button "Needs action" shows; beside the single states it would be counted twice. */
function single(filter: ListFilter, values: FacetValues | undefined): FacetValues | undefined {
  return filter === "state" ? values?.filter((one) => isSingleState(one.value)) : values;
}

export function Facets({ address, go }: { address: URLSearchParams; go: Go }) {
  const { data } = useQuery({ ...facetsQuery(listParams(address)), placeholderData: keepPreviousData });
  const toggle = (filter: ListFilter, value: string) => go(toggled(address, filter, value));
  const state = address.get("state");

  return (
    <div className="space-y-4">
      <fieldset>
        <legend className="sr-only">Which findings</legend>
        <div className="grid grid-cols-[auto_auto_auto] rounded-md border border-line-strong p-0.5 text-small">
          {presets.map(({ value, text }) => {
            const on = value === null ? state === null || state === "open" : state === value;
            return (
              <button
                key={text}
                type="button"
                aria-pressed={on}
                onClick={() => go(changed(address, { state: value }))}
                className={cx(
                  "h-6.5 rounded-sm px-1 whitespace-nowrap",
                  on ? "bg-line font-medium" : "text-ink-2 hover:bg-hover",
                )}
              >
                {text}
              </button>
            );
          })}
        </div>
      </fieldset>
      <fieldset>
        <legend className="sr-only">Marks</legend>
        {flags.map(({ name, value, text }) => {
          const on = address.get(name) === value;
          return (
            <CheckRow key={text} checked={on} onChange={() => go(changed(address, { [name]: on ? null : value }))}>
              {text}
            </CheckRow>
          );
        })}
      </fieldset>
      {groups.map(({ filter, title, names }) => (
        <FacetList
          key={filter}
          title={title}
          filter={filter}
          values={single(filter, named(data?.[filter], names))}
          chosen={chosen(address, filter).filter((one) => filter !== "state" || isSingleState(one))}
          onToggle={toggle}
        />
      ))}
    </div>
  );
}
