import { Page } from "./page";
import { Skeleton, SkeletonRows } from "./skeleton";

/** A page of a title, two sentences and rows, before its data. */
export function PageSkeleton({ rows = 12, wide = false }: { rows?: number; wide?: boolean }) {
  return (
    <Page wide={wide}>
      <div role="status" className="space-y-2">
        <h1 className="sr-only">Loading</h1>
        <Skeleton className="h-7 w-72 max-w-full" />
        <Skeleton className="h-5 w-xl max-w-full" />
      </div>
      <SkeletonRows rows={rows} />
    </Page>
  );
}
