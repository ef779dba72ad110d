import { Ban, Code, Container, FileCog, KeyRound, type LucideIcon, Package, RefreshCw, Settings2 } from "lucide-react";
import { cx } from "@/components/ui/cx";
import type { FixRow } from "@/lib/client/contract/fix";
import type { FixKind } from "@/lib/domain/vocabulary";
import { changeText, fixKindName, gainOf, gainText } from "./words";

const icons: Record<FixKind, LucideIcon> = {
  move_image: Container,
  upgrade_base: RefreshCw,
  upgrade_package: Package,
  patch_manifest: FileCog,
  change_setting: Settings2,
  rotate_secret: KeyRound,
  change_code: Code,
  remove_malware: Ban,
};

/** What kind of action it is, as a picture with its name. */
export function FixGlyph({ kind }: { kind: FixKind }) {
  const Icon = icons[kind];
  return (
    <span role="img" aria-label={fixKindName[kind]} data-tip={fixKindName[kind]} className="shrink-0 text-ink-3">
      <Icon size={15} aria-hidden="true" />
    </span>
  );
}

/** What the score of all that one sees wins by it, with both scores behind it. */
export function Gain({ score, className }: { score: FixRow["score"]; className?: string }) {
  const gain = gainOf(score);
  return (
    <span
      data-tip={`Score ${changeText(score)}`}
      className={cx("tabular", gain !== null && gain > 0 ? "font-medium text-accent" : "text-ink-2", className)}
    >
      {gainText(score)}
    </span>
  );
}

export function Kev({ value }: { value: number }) {
  return value > 0 ? (
    <span className="font-medium whitespace-nowrap text-critical" data-tip="Known to be exploited">
      {value} KEV
    </span>
  ) : null;
}
