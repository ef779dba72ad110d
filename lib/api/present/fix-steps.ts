import { fixKinds } from "@/lib/domain/vocabulary";
import type { FixDetailRecord } from "@/lib/queries/fix/detail";

/** What to do, in order: our own words for the action, then those of the tools where they have any. */
export function stepsOf(fix: FixDetailRecord): string[] {
  const image = fix.subject?.name ?? "";
  const verified = "The next complete report that no longer shows the findings proves it.";
  switch (fixKinds.word(fix.kind)) {
    case "move_image":
      return [
        `Set the image to ${image}:${fix.target} (or its digest) wherever it runs.`,
        "Roll it out: the next inventory that shows the new version proves it.",
      ].map((text) => text.replace(/:(sha256:)/, "@$1"));
    case "upgrade_base":
      return [
        fix.subject?.kind === 4
          ? "Build the image again on a base that has these packages, or run the updates of its distribution while building."
          : "Install the updates of the distribution.",
        "Scan the new version; once it is known, this fix becomes a move to it.",
      ];
    case "upgrade_package":
      return [
        "Raise the version where the dependency is declared, directly or by an override, and build again.",
        verified,
      ];
    case "rotate_secret":
      return [
        "Revoke the secret where it was issued, and issue a new one: it has to be taken for known.",
        "Remove it from the source, and from the layers or the history that still hold it.",
        ...fix.remediations,
      ];
    case "patch_manifest":
      return [
        "Apply the patch to the manifest where it is kept; what is only patched in the cluster comes back.",
        verified,
      ];
    default:
      return fix.remediations.length > 0 ? fix.remediations : [verified];
  }
}
