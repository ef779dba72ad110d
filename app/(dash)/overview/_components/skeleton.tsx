import { Page } from "@/components/ui/page";
import { Skeleton, SkeletonRows } from "@/components/ui/skeleton";

/** The overview before its numbers: same lines, same heights. */
export function OverviewSkeleton() {
  return (
    <Page>
      <div role="status" className="space-y-2">
        <h1 className="sr-only">Loading</h1>
        <Skeleton className="h-7 w-96 max-w-full" />
        <Skeleton className="h-5 w-2xl max-w-full" />
        <Skeleton className="h-5 w-80 max-w-full" />
      </div>
      <SkeletonRows rows={8} height="h-9.5" />
      <div className="grid gap-8 lg:grid-cols-2 xl:grid-cols-3">
        <SkeletonRows rows={6} height="h-12" />
        <SkeletonRows rows={6} height="h-12" />
      </div>
    </Page>
  );
}
