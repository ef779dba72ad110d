"use client";

import { useRef, useState } from "react";
import { activeFilters, cleared, listParams } from "@/components/finding/address";
import { Facets } from "@/components/finding/facets";
import { FindingList } from "@/components/finding/list";
import { Toolbar } from "@/components/finding/toolbar";
import { useAddress } from "@/components/finding/use-address";
import { useFindings } from "@/components/finding/use-list";
import { keepChoice } from "@/components/frame/cookie";
import { useHotkeys } from "@/components/frame/use-hotkeys";
import { Failure } from "@/components/ui/failure";
import { Page, PageTitle } from "@/components/ui/page";
import { SkeletonRows } from "@/components/ui/skeleton";
import { Count, Nothing } from "./_components/count";
import { FilterSheet } from "./_components/filter-sheet";

export function FindingsView({ facetsOpen }: { facetsOpen: boolean }) {
  const [address, go] = useAddress();
  const list = useFindings(listParams(address));
  const [open, setOpen] = useState(facetsOpen);
  const sheet = useRef<HTMLDialogElement>(null);

  function toggleFilters() {
    // On a small screen the facets are a sheet over the list; beside it, a column that stays as it was left.
    if (window.innerWidth < 1024) sheet.current?.showModal();
    else {
      setOpen(!open);
      keepChoice("facets", open ? "closed" : null);
    }
  }
  useHotkeys({ f: toggleFilters });

  if (list.error && list.rows.length === 0) return <Failure error={list.error} onRetry={list.refetch} />;
  return (
    <Page wide>
      <PageTitle title="Findings">
        <Count list={list} />
      </PageTitle>
      <div className="flex items-start gap-6">
        {open && (
          <aside
            aria-label="Filters"
            className="sticky top-12 -mt-1 hidden max-h-[calc(100dvh-3rem)] w-52 shrink-0 overflow-y-auto py-1 pr-1 pl-0.5 lg:block"
          >
            <Facets address={address} go={go} />
          </aside>
        )}
        <div className="min-w-0 flex-1 space-y-3">
          <Toolbar address={address} go={go} filtersOpen={open} onFilters={toggleFilters} />
          {list.isPending ? (
            <div role="status">
              <span className="sr-only">Loading</span>
              <SkeletonRows rows={18} />
            </div>
          ) : (
            <FindingList
              address={address}
              go={go}
              list={list}
              empty={
                <Nothing
                  filtered={activeFilters(address).length > 0 || address.has("q")}
                  onClear={() => go(cleared(address))}
                />
              }
            />
          )}
        </div>
      </div>
      <FilterSheet sheet={sheet}>
        <Facets address={address} go={go} />
      </FilterSheet>
    </Page>
  );
}
