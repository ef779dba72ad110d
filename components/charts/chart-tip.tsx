import type { ReactNode } from "react";

/** What a chart says of the point under the pointer. */
export function ChartTip({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div className="max-w-80 rounded-md border border-line-strong bg-raised px-2 py-1 text-small tabular shadow-float">
      <p className="font-medium">{title}</p>
      {children}
    </div>
  );
}
