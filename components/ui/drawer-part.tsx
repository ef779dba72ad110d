import type { ReactNode } from "react";

/** A question that the drawer answers. */
export function Part({ title, aside, children }: { title: string; aside?: ReactNode; children: ReactNode }) {
  return (
    <section aria-label={title} className="border-t border-line px-4 py-4 sm:px-5">
      <div className="mb-2 flex items-baseline justify-between gap-3">
        <h3 className="font-semibold">{title}</h3>
        {aside && <span className="text-small text-ink-2">{aside}</span>}
      </div>
      {children}
    </section>
  );
}
