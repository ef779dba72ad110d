"use client";

import { changed } from "@/components/finding/address";
import { useAddress } from "@/components/finding/use-address";
import { fixParams } from "@/components/fix/address";
import { FixDrawer } from "@/components/fix/drawer";
import { FixTable, fixTableData } from "@/components/fix/table";
import { FixToolbar } from "@/components/fix/toolbar";
import { useFixes } from "@/components/fix/use-fixes";
import { useHotkeys } from "@/components/frame/use-hotkeys";
import { Button } from "@/components/ui/button";
import { Failure } from "@/components/ui/failure";
import { bounded } from "@/components/ui/format";
import { Empty } from "@/components/ui/notice";
import { Page, PageTitle } from "@/components/ui/page";
import { SkeletonRows } from "@/components/ui/skeleton";

export function FixesView() {
  const [address, go] = useAddress();
  const list = useFixes(fixParams(address));
  const openId = address.get("fix");
  const close = () => {
    const id = openId;
    go(changed(address, { fix: null }));
    document.querySelector<HTMLElement>(`[data-fix="${id}"]`)?.focus({ preventScroll: true });
  };
  useHotkeys({ escape: openId ? close : undefined });
  if (list.error && list.rows.length === 0) return <Failure error={list.error} onRetry={list.refetch} />;
  const filtered = ["kind", "q", "cluster", "team", "fixTeam", "environment"].some((name) => address.has(name));

  return (
    <Page wide>
      <div className="space-y-1">
        <PageTitle title="Fixes">
          {list.count && <span className="text-ink-2 tabular">{bounded(list.count)}</span>}
        </PageTitle>
        <p className="max-w-[90ch] text-ink-2">
          Each is one action and all that it removes, the one that takes most risk away first. Points and score are
          those of after it, worked out before.
        </p>
      </div>
      <FixToolbar address={address} go={go} table={() => fixTableData(list.rows)} />
      {list.isPending ? (
        <div role="status">
          <span className="sr-only">Loading</span>
          <SkeletonRows rows={18} />
        </div>
      ) : list.rows.length === 0 ? (
        <Empty title={filtered ? "No fix matches" : "No fix is known"}>
          {filtered
            ? "Take a filter away to see more."
            : "Either nothing is open, or no source names a fix for what is."}
        </Empty>
      ) : (
        <>
          <FixTable
            label="Fixes"
            rows={list.rows}
            openId={openId}
            href={(id) => `/fixes?${changed(address, { fix: id })}`}
          />
          {list.hasNextPage && (
            <Button busy={list.isFetchingNextPage} onClick={() => list.fetchNextPage()}>
              Show more
            </Button>
          )}
        </>
      )}
      {openId && <FixDrawer id={openId} onClose={close} />}
    </Page>
  );
}
