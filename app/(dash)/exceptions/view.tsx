"use client";

import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { usePathname, useRouter, useSearchParams } from "next/navigation";
import { exceptionTabs, openException, stateOf, viewOf } from "@/components/exception/address";
import { ExceptionPane } from "@/components/exception/detail";
import { ExceptionList } from "@/components/exception/list";
import { VexMenu } from "@/components/exception/vex-menu";
import { changed } from "@/components/finding/address";
import { useHotkeys } from "@/components/frame/use-hotkeys";
import { cx } from "@/components/ui/cx";
import { Failure } from "@/components/ui/failure";
import { count } from "@/components/ui/format";
import { Empty, Notice } from "@/components/ui/notice";
import { Page, PageTitle } from "@/components/ui/page";
import { Skeleton, SkeletonRows } from "@/components/ui/skeleton";
import { LinkTabs } from "@/components/ui/tabs";
import { TextLink } from "@/components/ui/text-link";
import { exceptionQuery, exceptionsQuery } from "@/lib/client/queries/exceptions";

const nothing: Record<string, string> = {
  waiting: "Nothing waits for a decision.",
  "in-force": "No exception is in force.",
  ended: "No exception has ended.",
  all: "Nobody has asked for an exception.",
};

export function ExceptionsView() {
  const address = useSearchParams();
  const path = usePathname();
  const router = useRouter();
  const list = useInfiniteQuery(exceptionsQuery({ state: stateOf(address) }));
  const rows = list.data?.pages.flatMap((page) => page.items) ?? [];
  const first = list.data?.pages[0];
  const named = openException(address);
  const open = named ?? rows[0]?.id ?? null;
  const view = viewOf(address);
  const at = (changes: Record<string, string | null>) => {
    const text = changed(new URLSearchParams(address), changes).toString();
    return text === "" ? path : `${path}?${text}`;
  };
  function step(by: 1 | -1) {
    const index = rows.findIndex((row) => row.id === open);
    const next = rows[Math.max(0, Math.min(rows.length - 1, index + by))];
    if (next) router.replace(at({ exception: String(next.id) }), { scroll: false });
  }
  useHotkeys({ j: () => step(1), k: () => step(-1) });
  if (list.error && !list.data) return <Failure error={list.error} onRetry={list.refetch} />;
  const total = (states: readonly string[]) =>
    states.length === 0 ? null : states.reduce((sum, state) => sum + (first?.counts[state] ?? 0), 0);
  return (
    <Page wide>
      <PageTitle title="Exceptions" action={<VexMenu />} />
      <div>
        <LinkTabs
          label="Exceptions by state"
          tabs={exceptionTabs.map((tab) => ({
            href: at({ view: tab.view, exception: null }),
            text: tab.text,
            current: view === tab.view,
            count: total(tab.states) ? count(total(tab.states) ?? 0) : undefined,
          }))}
        />
        {list.isPending ? (
          <SkeletonRows rows={8} height="h-18" />
        ) : rows.length === 0 && named === null ? (
          <Empty title={nothing[view ?? "waiting"] ?? ""}>
            An exception is asked for on a <TextLink href="/findings">finding</TextLink>, with the key e. Security
            approves it, and it always has an end.
          </Empty>
        ) : (
          <div className="items-start gap-6 lg:flex">
            <div className={cx("lg:w-96 lg:shrink-0", named !== null && "max-lg:hidden")}>
              <ExceptionList
                rows={rows}
                open={open}
                href={(id) => at({ exception: String(id) })}
                more={list.hasNextPage ? () => list.fetchNextPage() : null}
                busy={list.isFetchingNextPage}
                mayDecide={first?.abilities.decide === true}
              />
            </div>
            {open !== null && (
              <div
                className={cx(
                  "min-w-0 flex-1 py-4 lg:sticky lg:top-12 lg:max-h-[calc(100dvh-3rem)] lg:overflow-y-auto lg:border-l lg:border-line lg:pl-6",
                  named === null && "max-lg:hidden",
                )}
              >
                <p className="mb-3 lg:hidden">
                  <TextLink href={at({ exception: null })}>All exceptions</TextLink>
                </p>
                <Pane id={open} />
              </div>
            )}
          </div>
        )}
      </div>
    </Page>
  );
}

function Pane({ id }: { id: number }) {
  const { data, error } = useQuery(exceptionQuery(id));
  if (data) return <ExceptionPane key={id} exception={data} />;
  if (error) return <Notice role="alert">This exception cannot be shown: {error.message}</Notice>;
  return (
    <div role="status" className="space-y-3">
      <span className="sr-only">Loading</span>
      <Skeleton className="h-4.5 w-48" />
      <Skeleton className="h-5 w-4/5" />
      <Skeleton className="h-40 w-full" />
    </div>
  );
}
