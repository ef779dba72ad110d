import { dehydrate, HydrationBoundary, type QueryKey } from "@tanstack/react-query";
import { notFound } from "next/navigation";
import type { ReactNode } from "react";
import { queryClient } from "@/components/frame/query-client";
import { NotAllowed } from "@/components/ui/not-here";
import { isRefusal } from "@/lib/authz/refusal";

/** One question of a page: the key under which the browser looks for the answer, and the way to it in this process. */
export type Ready = {
  queryKey: QueryKey;
  load: () => Promise<unknown>;
  /** The answer is the first page of a list. */
  pages?: boolean;
  /** Without this answer there is no page: not found, or not within one's rights. */
  subject?: boolean;
};

/**
 * Answers the questions of a page before it is drawn, so that it arrives whole. What fails here is asked again by the
 * browser, which shows the error where it belongs.
 */
export async function Hydrate({ ready, children }: { ready: Ready[]; children: ReactNode }) {
  const client = queryClient();
  const refused = await Promise.all(
    ready.map(async ({ queryKey, load, pages, subject }) => {
      try {
        const data = await load();
        client.setQueryData(queryKey, pages ? { pages: [data], pageParams: [null] } : data);
        return null;
      } catch (error) {
        return subject && isRefusal(error) ? error : null;
      }
    }),
  );
  if (refused.some((one) => one?.code === "not_found")) notFound();
  const denied = refused.find((one) => one?.code === "forbidden");
  if (denied) return <NotAllowed text={denied.message} />;
  return <HydrationBoundary state={dehydrate(client)}>{children}</HydrationBoundary>;
}
