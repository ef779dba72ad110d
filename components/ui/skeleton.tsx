import { cx } from "./cx";

/** A grey block that holds the place of something whose size is known. */
export function Skeleton({ className }: { className?: string }) {
  return <span aria-hidden="true" className={cx("skeleton block h-3.5", className)} />;
}

const widths = ["w-3/5", "w-4/5", "w-2/5", "w-3/4", "w-1/2"] as const;

/** Rows of the real height of a table. */
export function SkeletonRows({ rows, height = "h-9" }: { rows: number; height?: string }) {
  const keys = Array.from({ length: rows }, (_, index) => index);
  return (
    <div aria-hidden="true">
      {keys.map((key) => (
        <div key={key} className={cx("flex items-center gap-4 border-b border-line px-3", height)}>
          <Skeleton className="size-4.5" />
          <Skeleton className={cx("max-w-xl", widths[key % widths.length])} />
          <Skeleton className="ml-auto w-16" />
        </div>
      ))}
    </div>
  );
}
