"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { Bell as BellIcon } from "lucide-react";
import { NoticeList } from "@/components/notice/notice-list";
import { IconButton } from "@/components/ui/button";
import { Popover } from "@/components/ui/popover";
import { noticesQuery } from "@/lib/client/queries/notices";

/** How many notices are unread, and the notices themselves on a click. */
export function Bell() {
  const { data } = useInfiniteQuery(noticesQuery());
  const unread = data?.pages[0]?.unread;
  const count = unread ? `${unread.value}${unread.atLeast ? "+" : ""}` : "0";
  const some = unread !== undefined && unread.value > 0;
  return (
    <Popover
      label="Notices"
      side="end"
      className="w-104"
      anchor={(anchor) => (
        <IconButton {...anchor} label={some ? `Notices, ${count} unread` : "Notices"} className="relative">
          <BellIcon size={16} aria-hidden="true" />
          {some && (
            <span
              aria-hidden="true"
              className="absolute -top-0.5 -right-0.5 min-w-4 rounded-full bg-accent-fill px-1 text-center text-glyph leading-4 text-on-accent tabular"
            >
              {count}
            </span>
          )}
        </IconButton>
      )}
    >
      {(close) => <NoticeList onGo={close} />}
    </Popover>
  );
}
