import type { ReactNode } from "react";
import { cx } from "./cx";

/** A designed nothing: what is not here, why, and the one thing to do. */
export function Empty({ title, children, action }: { title: string; children?: ReactNode; action?: ReactNode }) {
  return (
    <div className="flex flex-col items-start gap-2 px-3 py-8 sm:px-6">
      <p className="font-medium">{title}</p>
      {children && <div className="max-w-prose text-ink-2">{children}</div>}
      {action && <div className="mt-2 flex flex-wrap gap-2">{action}</div>}
    </div>
  );
}

const tones = {
  plain: "border-line bg-sunken",
  warn: "border-medium-fill bg-medium-soft",
  bad: "border-critical-fill bg-critical-soft",
} as const;

/** A box that interrupts: failures and things that wait for a decision. */
export function Notice({
  tone = "plain",
  children,
  action,
  role,
}: {
  tone?: keyof typeof tones;
  children: ReactNode;
  action?: ReactNode;
  role?: "alert" | "status";
}) {
  return (
    <div
      role={role}
      className={cx(
        "flex flex-wrap items-center justify-between gap-x-4 gap-y-2 rounded-md border px-3 py-2",
        tones[tone],
      )}
    >
      <div className="min-w-0 max-w-[90ch]">{children}</div>
      {action}
    </div>
  );
}
