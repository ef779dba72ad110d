import { useMay } from "@/components/frame/viewer";
import { Empty } from "@/components/ui/notice";
import { TextLink } from "@/components/ui/text-link";

/** Two kinds of nothing: filtered away, and nothing planned yet. */
export function NothingPlanned({ filtered }: { filtered: boolean }) {
  const may = useMay("remediations.write");
  if (filtered)
    return (
      <Empty title="Nothing matches these filters">
        <TextLink href="/remediations">Show all remediations</TextLink>
      </Empty>
    );
  return (
    <Empty title="No fix is planned yet">
      {may ? (
        <>
          Plan one from <TextLink href="/fixes">Fixes</TextLink>, which are ordered by what each would remove, or from
          any selection of <TextLink href="/findings">findings</TextLink>. It is verified by the next reports.
        </>
      ) : (
        "Security and the teams plan them; the next reports verify them."
      )}
    </Empty>
  );
}
