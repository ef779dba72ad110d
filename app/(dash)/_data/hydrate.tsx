import { dehydrate, HydrationBoundary, type QueryKey } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { queryClient } from "@/components/frame/query-client";

/** One question of a page: the key under which the browser looks for the answer, and the way to it in this process. */
export type Ready = { queryKey: QueryKey; load: () => Promise<unknown>; pages?: boolean };

/**
 * Answers the questions of a page before it is drawn, so that it arrives whole. What fails here is asked again by the
 * browser, which shows the error where it belongs.
 */
export async function Hydrate({ ready, children }: { ready: Ready[]; children: ReactNode }) {
  const client = queryClient();
  await Promise.all(
    ready.map(async ({ queryKey, load, pages }) => {
      try {
        const data = await load();
        client.setQueryData(queryKey, pages ? { pages: [data], pageParams: [null] } : data);
      } catch {
        // Left out, so that the browser asks.
      }
    }),
  );
  return <HydrationBoundary state={dehydrate(client)}>{children}</HydrationBoundary>;
}
