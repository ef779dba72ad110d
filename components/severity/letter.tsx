import { cx } from "@/components/ui/cx";
import type { Severity } from "@/lib/domain/vocabulary";
import { severityLetter, severityName, severitySoft, severityText } from "./words";

/** Severity as a letter on its colour: either alone is enough to tell. */
export function SeverityLetter({ severity }: { severity: Severity }) {
  return (
    <span
      role="img"
      aria-label={severityName[severity]}
      data-tip={severityName[severity]}
      className={cx(
        "inline-flex size-4.5 shrink-0 items-center justify-center rounded-sm text-glyph font-semibold",
        severityText[severity],
        severitySoft[severity],
      )}
    >
      {severityLetter[severity]}
    </span>
  );
}
