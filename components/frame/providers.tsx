"use client";

import { QueryClientProvider } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { NowProvider } from "@/components/ui/now";
import { ToastProvider } from "@/components/ui/toast";
import { queryClient } from "./query-client";

/** What every page stands in. `now` is the server's clock, so that both sides draw the same words. */
export function Providers({ now, children }: { now: number; children: ReactNode }) {
  return (
    <QueryClientProvider client={queryClient()}>
      <NowProvider start={now}>
        <ToastProvider>{children}</ToastProvider>
      </NowProvider>
    </QueryClientProvider>
  );
}
