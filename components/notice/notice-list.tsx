"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import Link from "next/link";
import { Button } from "@/components/ui/button";
import { cx } from "@/components/ui/cx";
import { PartFailure } from "@/components/ui/failure";
import { Empty } from "@/components/ui/notice";
import { SkeletonRows } from "@/components/ui/skeleton";
import { TextLink } from "@/components/ui/text-link";
import { Ago } from "@/components/ui/time";
import { Unbroken } from "@/components/ui/unbroken";
import { useWrite } from "@/components/ui/use-write";
import { NoticeReadDone, type NoticeRow } from "@/lib/client/contract/notice";
import { api } from "@/lib/client/fetcher";
import { noticesQuery } from "@/lib/client/queries/notices";

type Read = { ids: string[] } | { all: true };

/** One's own notices, the newest first. Going to one marks it as read. */
export function NoticeList({ onGo }: { onGo: () => void }) {
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery(noticesQuery());
  const read = useWrite({
    send: (body: Read) => api("/notices/read", { method: "POST", body, shape: NoticeReadDone }),
    stale: [["notices", "inbox"]],
  });
  const items = data?.pages.flatMap((page) => page.items) ?? [];
  const unread = data?.pages[0]?.unread.value ?? 0;
  return (
    <div className="max-h-[70dvh]">
      <div className="sticky top-0 flex min-h-10 items-center justify-between border-b border-line bg-raised px-3">
        <h2 className="text-body font-semibold">Notices</h2>
        {unread > 0 && (
          <Button size="sm" look="quiet" busy={read.busy} onClick={() => read.run({ all: true })}>
            Mark all as read
          </Button>
        )}
      </div>
      {error && !data ? (
        <PartFailure error={error} onRetry={refetch} />
      ) : !data ? (
        <div className="px-3">
          <SkeletonRows rows={5} />
        </div>
      ) : items.length === 0 ? (
        <Empty title="Nothing yet">
          You hear of work that is assigned to you, of mentions, of verified and refuted fixes, and each morning of what
          is new in what you may see.
        </Empty>
      ) : (
        <ul aria-label="Notices" className="divide-y divide-line">
          {items.map((item) => (
            <Row
              key={item.id}
              item={item}
              onGo={() => {
                if (!item.readAt) read.run({ ids: [item.id] });
                onGo();
              }}
            />
          ))}
        </ul>
      )}
      <div className="flex items-center justify-between border-t border-line px-3 py-2 text-small">
        <TextLink href="/settings/notifications">Choose what you are told</TextLink>
        {hasNextPage && (
          <Button size="sm" look="quiet" busy={isFetchingNextPage} onClick={() => fetchNextPage()}>
            Older
          </Button>
        )}
      </div>
    </div>
  );
}

function Row({ item, onGo }: { item: NoticeRow; onGo: () => void }) {
  return (
    <li className="px-3 py-2">
      <div className="flex items-baseline gap-2">
        <Link
          href={item.path}
          prefetch={false}
          onClick={onGo}
          className={cx("min-w-0 flex-1 rounded-sm wrap-anywhere hover:underline", !item.readAt && "font-medium")}
        >
          {!item.readAt && (
            <>
              <span
                aria-hidden="true"
                className="mr-2 inline-block size-1.5 rounded-full bg-accent-fill align-middle"
              />
              <span className="sr-only">Unread: </span>
            </>
          )}
          <Unbroken text={item.title} />
        </Link>
        <span className="shrink-0 text-small text-ink-3">
          <Ago at={item.at} />
        </span>
      </div>
      {item.text && <p className="text-small text-ink-2 wrap-anywhere">{item.text}</p>}
      {item.lines.length > 0 && (
        <ul aria-label="In it" className="mt-1 space-y-0.5 text-small text-ink-2">
          {item.lines.slice(0, 6).map((line) => (
            <li key={line.text} className="truncate">
              <Link href={line.path} prefetch={false} onClick={onGo} className="rounded-sm hover:underline">
                {line.text}
              </Link>
            </li>
          ))}
        </ul>
      )}
    </li>
  );
}
