"use client";

import { Failure } from "@/components/ui/failure";

/** A page that failed while it was drawn; the frame around it still stands. */
export default function DashError({ error, retry }: { error: unknown; retry: () => void }) {
  return <Failure error={error} onRetry={retry} />;
}
