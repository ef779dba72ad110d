import type { FixKind } from "@/lib/domain/vocabulary";

export const fixKindName: Record<FixKind, string> = {
  move_image: "Move an image",
  upgrade_base: "Update system packages",
  upgrade_package: "Upgrade a package",
  patch_manifest: "Patch a manifest",
  change_setting: "Change a setting",
  rotate_secret: "Rotate a secret",
  change_code: "Change code",
  remove_malware: "Remove malware",
};

type Change = { before: number | null; after: number | null };

/** Tenths that a score wins; null: one of the two is not known. */
export function gainOf({ before, after }: Change): number | null {
  return before === null || after === null ? null : Math.round((after - before) * 10) / 10;
}

/** "+2.1", "−0.4"; "0" where it is too little to show. */
export function gainText(change: Change): string {
  const gain = gainOf(change);
  if (gain === null) return "?";
  return gain === 0 ? "0" : `${gain > 0 ? "+" : "−"}${Math.abs(gain).toFixed(1)}`;
}

/** "71.2 → 73.3" */
export function changeText({ before, after }: Change): string {
  const text = (score: number | null) => (score === null ? "unknown" : score.toFixed(1));
  return `${text(before)} → ${text(after)}`;
}

/** What kind of thing its `workloads` are. */
export const touchedNoun: Partial<Record<FixKind, string>> = { change_setting: "thing" };
