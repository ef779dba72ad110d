"use client";

import { ListFilter, Search, X } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { areaName } from "@/components/posture/area-words";
import { severityName } from "@/components/severity/words";
import { Button } from "@/components/ui/button";
import { Input, Select } from "@/components/ui/input";
import { activeFilters, changed, cleared, type ListFilter as Filter, listFilters, toggled } from "./address";
import type { Go } from "./use-address";
import { dueName, fixName, kindName, stateName } from "./words";

const sorts = { risk: "Most risk first", newest: "Newest first", due: "Due first" } as const;

const valueNames: Record<string, Record<string, string>> = {
  severity: severityName,
  state: { ...stateName, open: "Needs action", all: "All states", closed: "Closed" },
  area: areaName,
  kind: kindName,
  fix: fixName,
  kev: { true: "Known exploited" },
  exposed: { true: "Reachable from the internet" },
  due: dueName,
  assignee: { me: "Assigned to me", none: "Assigned to nobody" },
  team: { none: "Unowned" },
  fixTeam: { none: "No team to fix it" },
  cluster: { none: "Not deployed" },
};

/** Filters whose values are names of things: said with the kind of thing. */
const kindOfName: Record<string, string> = {
  cluster: "Cluster",
  environment: "Environment",
  namespace: "Namespace",
  team: "Team",
  fixTeam: "Fix by",
  asset: "Asset",
};

function filterText(name: string, value: string): string {
  const known = valueNames[name]?.[value];
  if (known) return known;
  return kindOfName[name] ? `${kindOfName[name]}: ${value}` : value;
}

/** Search that waits for the end of a word before it asks. */
function SearchBox({ address, go }: { address: URLSearchParams; go: Go }) {
  const current = address.get("q") ?? "";
  const [text, setText] = useState(current);
  const asked = useRef(current);
  const latest = useRef(address);
  useEffect(() => {
    latest.current = address;
  });
  useEffect(() => {
    // The address changed from elsewhere (Back, a link): show what it says.
    if (current !== asked.current) {
      asked.current = current;
      setText(current);
    }
  }, [current]);
  useEffect(() => {
    if (text === asked.current) return;
    const timer = setTimeout(() => {
      asked.current = text;
      go(changed(latest.current, { q: text.trim() }), "replace");
    }, 200);
    return () => clearTimeout(timer);
  }, [text, go]);
  return (
    <div className="relative min-w-40 flex-1 max-sm:order-first max-sm:basis-full sm:max-w-80">
      <Search size={14} aria-hidden="true" className="pointer-events-none absolute top-2.25 left-2.5 text-ink-3" />
      <Input
        type="search"
        aria-label="Search findings"
        placeholder="CVE, rule, title or asset"
        value={text}
        onChange={(event) => setText(event.target.value)}
        className="pl-8"
      />
    </div>
  );
}

export function Toolbar({
  address,
  go,
  filtersOpen,
  onFilters,
}: {
  address: URLSearchParams;
  go: Go;
  filtersOpen: boolean;
  onFilters: () => void;
}) {
  const sort = address.get("sort") ?? "risk";
  const active = activeFilters(address);
  return (
    <div className="space-y-2">
      <div className="flex flex-wrap items-center gap-2">
        <Button aria-expanded={filtersOpen} aria-keyshortcuts="f" onClick={onFilters}>
          <ListFilter size={14} aria-hidden="true" />
          Filters
          {active.length > 0 && <span className="text-accent tabular">{active.length}</span>}
        </Button>
        <SearchBox address={address} go={go} />
        <Select
          aria-label="Order"
          value={sort}
          onChange={(event) =>
            go(changed(address, { sort: event.target.value === "risk" ? null : event.target.value }))
          }
        >
          {Object.entries(sorts).map(([value, text]) => (
            <option key={value} value={value}>
              {text}
            </option>
          ))}
        </Select>
      </div>
      {active.length > 0 && (
        <ul aria-label="Filters that are set" className="flex flex-wrap items-center gap-1.5">
          {active.map(({ name, value }) => (
            <li key={`${name}=${value}`}>
              <button
                type="button"
                onClick={() => go(isList(name) ? toggled(address, name, value) : changed(address, { [name]: null }))}
                aria-label={`Remove filter ${filterText(name, value)}`}
                className="flex h-6 items-center gap-1 rounded-md bg-accent-soft pr-1 pl-2 text-small text-accent-strong hover:outline-1 hover:outline-accent"
              >
                {filterText(name, value)}
                <X size={12} aria-hidden="true" />
              </button>
            </li>
          ))}
          <li>
            <button
              type="button"
              onClick={() => go(cleared(address))}
              className="h-6 rounded-sm px-1 text-small text-ink-2 hover:underline"
            >
              Clear all
            </button>
          </li>
        </ul>
      )}
    </div>
  );
}

function isList(name: string): name is Filter {
  return (listFilters as readonly string[]).includes(name);
}
