import Link from "next/link";
import { cx } from "@/components/ui/cx";
import { percent } from "@/components/ui/format";
import { changeInWords } from "./score";

/** ▾6 in dark ink, ▴2 in quiet ink, – for none. Falling is what asks for attention. */
export function Change({ value }: { value: number | null }) {
  if (value === null)
    return (
      <span className="text-ink-3" data-tip={changeInWords(null)}>
        <span aria-hidden="true">·</span>
        <span className="sr-only">{changeInWords(null)}</span>
      </span>
    );
  const size = Math.round(Math.abs(value));
  const mark = size === 0 ? "–" : value < 0 ? `▾${size}` : `▴${size}`;
  return (
    <span className={cx("tabular", size === 0 ? "text-ink-3" : value < 0 ? "font-medium text-critical" : "text-ink-2")}>
      <span aria-hidden="true">{mark}</span>
      <span className="sr-only">{changeInWords(value)}</span>
    </span>
  );
}

/** Share of what was looked at: a number with a thin bar whose missing part is hatched. */
export function Coverage({ share, bar = true }: { share: number; bar?: boolean }) {
  return (
    <span className="inline-flex items-center justify-end gap-2">
      {bar && (
        <span aria-hidden="true" className="hatch hidden h-1.5 w-10 overflow-hidden rounded-[1px] lg:block">
          <span className="block h-full bg-ink-3" style={{ width: `${Math.round(share * 100)}%` }} />
        </span>
      )}
      <span className={cx("tabular", share < 0.5 ? "font-medium text-ink" : "text-ink-2")}>{percent(share)}</span>
    </span>
  );
}

/** Exploited flaws that the internet reaches: no mean shows three of them, so they stand beside every score. */
export function ExposedKev({ value, href, short = false }: { value: number; href?: string; short?: boolean }) {
  if (value === 0) return null;
  const text = short ? `${value} KEV` : `${value} exposed KEV`;
  const className =
    "inline-flex h-4.5 shrink-0 items-center rounded-sm bg-critical-soft px-1 whitespace-nowrap text-glyph font-semibold text-critical tabular";
  const tip = `${value} known exploited ${value === 1 ? "vulnerability" : "vulnerabilities"} reachable from the internet`;
  if (href)
    return (
      <Link href={href} prefetch={false} data-tip={tip} className={cx(className, "hover:underline")}>
        {text}
      </Link>
    );
  return (
    <span data-tip={tip} className={className}>
      {text}
    </span>
  );
}
