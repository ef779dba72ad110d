import { Page } from "@/components/ui/page";
import { Skeleton, SkeletonRows } from "@/components/ui/skeleton";

const facets = ["w-full", "w-11/12", "w-5/6", "w-4/5", "w-3/4", "w-2/3", "w-3/5", "w-1/2", "w-2/5", "w-1/3"];

/** The list before its rows: facets at the left, rows of the real height at the right. */
export default function FindingsLoading() {
  return (
    <Page wide>
      <div role="status" className="flex h-8 items-center">
        <h1 className="sr-only">Loading</h1>
        <Skeleton className="h-7 w-40" />
      </div>
      <div className="flex items-start gap-6">
        <div aria-hidden="true" className="hidden w-52 shrink-0 space-y-3.5 lg:block">
          <Skeleton className="h-8 w-full" />
          {facets.map((width) => (
            <Skeleton key={width} className={width} />
          ))}
        </div>
        <div className="min-w-0 flex-1 space-y-3">
          <Skeleton className="h-8 w-96 max-w-full" />
          <SkeletonRows rows={16} height="h-13" />
        </div>
      </div>
    </Page>
  );
}
