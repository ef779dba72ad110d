import type { ReactNode } from "react";
import { cx } from "./cx";

/** One page: its gutter and its widest line. */
export function Page({ children, wide = false }: { children: ReactNode; wide?: boolean }) {
  return <div className={cx("mx-auto w-full space-y-6 px-4 py-5 lg:px-6", !wide && "max-w-360")}>{children}</div>;
}

/** Title, what stands beside it, and the page's one primary action at the right. */
export function PageTitle({ title, children, action }: { title: ReactNode; children?: ReactNode; action?: ReactNode }) {
  return (
    <header className="flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
      <div className="flex min-w-0 flex-wrap items-baseline gap-x-4 gap-y-1">
        <h1 className="text-title font-semibold text-balance">{title}</h1>
        {children}
      </div>
      {action}
    </header>
  );
}

/** A part of a page with a name. */
export function Section({
  title,
  aside,
  children,
  className,
}: {
  title: string;
  aside?: ReactNode;
  children: ReactNode;
  className?: string;
}) {
  return (
    <section aria-label={title} className={cx("min-w-0", className)}>
      <div className="flex min-h-8 flex-wrap items-center justify-between gap-x-4 border-b border-line pb-1">
        <h2 className="text-body font-semibold">{title}</h2>
        {aside}
      </div>
      {children}
    </section>
  );
}
