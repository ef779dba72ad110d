import { cx } from "@/components/ui/cx";

export type KeyEntry = { text: string; className: string; line?: boolean };

/** What the colours and lines of a chart stand for, where there is no room to write it beside them. */
export function ChartKey({ entries }: { entries: KeyEntry[] }) {
  return (
    <figcaption className="flex flex-wrap gap-x-4 gap-y-1 pt-1 text-small text-ink-2">
      {entries.map(({ text, className, line }) => (
        <span key={text} className="inline-flex items-center gap-1.5">
          <span aria-hidden="true" className={cx(line ? "w-4 border-t" : "size-2.5 rounded-[2px]", className)} />
          {text}
        </span>
      ))}
    </figcaption>
  );
}
