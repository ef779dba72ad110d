import { Page } from "@/components/ui/page";
import { Skeleton, SkeletonRows } from "@/components/ui/skeleton";

const columns = ["a", "b", "c", "d", "e"];

/** The board before its cards. */
export default function RemediationsLoading() {
  return (
    <Page wide>
      <div role="status" className="flex h-8 items-center">
        <h1 className="sr-only">Loading</h1>
        <Skeleton className="h-7 w-48" />
      </div>
      <Skeleton className="h-8 w-96 max-w-full" />
      <div aria-hidden="true" className="grid gap-4 lg:grid-cols-5">
        {columns.map((column) => (
          <div key={column} className="space-y-2 max-lg:not-first:hidden">
            <Skeleton className="h-5 w-24" />
            <SkeletonRows rows={4} height="h-24" />
          </div>
        ))}
      </div>
    </Page>
  );
}
