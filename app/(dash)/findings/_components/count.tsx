import type { useFindings } from "@/components/finding/use-list";
import { Button } from "@/components/ui/button";
import { bounded } from "@/components/ui/format";
import { Empty } from "@/components/ui/notice";
import { TextLink } from "@/components/ui/text-link";

export function Count({ list }: { list: ReturnType<typeof useFindings> }) {
  if (!list.count) return null;
  return (
    <span className="text-ink-2 tabular" aria-live="polite">
      {bounded(list.count)}
    </span>
  );
}

/** Two kinds of nothing: filtered away, and not there. */
export function Nothing({ filtered, onClear }: { filtered: boolean; onClear: () => void }) {
  if (filtered)
    return (
      <Empty title="Nothing matches these filters" action={<Button onClick={onClear}>Clear the filters</Button>}>
        There may be findings outside of them.
      </Empty>
    );
  return (
    <Empty title="Nothing needs action">
      Either everything is dealt with, or nobody has looked yet: the <TextLink href="/overview">overview</TextLink>{" "}
      tells which, by coverage.
    </Empty>
  );
}
