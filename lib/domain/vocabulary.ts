/**
 * The words of the model, each with the small integer that stands for it in the database.
 * Codes are forever: add at the end, never renumber. Names are what API, CLI and screens show.
 */

/** Builds a two-way code table. The position of a word in the list is its code. */
function words<const T extends readonly string[]>(list: T) {
  type Word = T[number];
  const codes = new Map<string, number>(list.map((word, code) => [word, code]));
  return {
    list,
    /** Code of a word. Throws RangeError for a word that is not in the table: that is a bug, not input. */
    code(word: Word): number {
      const code = codes.get(word);
      if (code === undefined) throw new RangeError(`unknown word: ${word}`);
      return code;
    },
    /** Word of a code. Throws RangeError for a code that is not in the table. */
    word(code: number): Word {
      const word = list[code];
      if (word === undefined) throw new RangeError(`unknown code: ${code}`);
      return word as Word;
    },
    is(word: string): word is Word {
      return codes.has(word);
    },
  };
}

export const areas = words(["host", "network", "platform", "pipeline", "application", "runtime", "people"]);
export type Area = (typeof areas.list)[number];

export const kinds = words([
  "vulnerability",
  "misconfiguration",
  "secret",
  "malware",
  "weakness",
  "runtime",
  "compliance",
  "combination",
]);
export type Kind = (typeof kinds.list)[number];

/** Kinds whose location is part of the identity of a finding (design rule "Identity"). */
export const locatedKinds: readonly Kind[] = ["secret", "malware", "weakness", "runtime"];

/** In order of rank, so that the greater code is the worse. `unknown` ranks with medium but never shows as it. */
export const severities = words(["info", "low", "unknown", "medium", "high", "critical"]);
export type Severity = (typeof severities.list)[number];

export const fixStates = words(["unknown", "none", "wont_fix", "available"]);
export type FixState = (typeof fixStates.list)[number];

export const assetKinds = words([
  "cluster",
  "node",
  "namespace",
  "workload",
  "image",
  "repository",
  "service_account",
  "registry",
  "team",
]);
export type AssetKind = (typeof assetKinds.list)[number];

/** Presence axis: set only by reports and placements. */
export const presences = words(["present", "fixed", "replaced", "gone", "withdrawn", "quiet"]);
export type Presence = (typeof presences.list)[number];

/** Decision axis: set only by people, through exceptions. */
export const decisions = words(["none", "accepted", "false_positive", "mitigated", "no_fix"]);
export type Decision = (typeof decisions.list)[number];

/** Work axis: set by people and remediations. */
export const works = words(["todo", "in_progress", "awaiting_verification"]);
export type Work = (typeof works.list)[number];

/** The one state that is shown; derived from the three axes by `lib/domain/lifecycle/state.ts`. */
export const states = words([
  "open",
  "in_progress",
  "awaiting_verification",
  "awaiting_scan",
  "accepted",
  "false_positive",
  "mitigated",
  "no_fix",
  "fixed",
  "replaced",
  "gone",
  "withdrawn",
  "quiet",
]);
export type State = (typeof states.list)[number];

/** Journal axes: what a row of FindingEvent changed. */
export const axes = words([
  "presence",
  "decision",
  "work",
  "severity",
  "points",
  "team",
  "place",
  "fix",
  "assignee",
  "due",
  "awaiting",
  "merged",
  "fix_team",
  "area",
  "flags",
  "places",
  "first_seen",
  "created",
  "exception",
]);
export type Axis = (typeof axes.list)[number];

/** Result classes of a scope: what a tool looked for on its target. A report closes only in classes it shows it ran. */
export const resultClasses = words([
  "vulnerability",
  "misconfiguration",
  "secret",
  "malware",
  "weakness",
  "runtime",
  "compliance",
  "inventory",
  "rbac",
  "infra",
]);
export type ResultClass = (typeof resultClasses.list)[number];

/** Does the cluster run it? `no` needs a complete inventory that lacks it. */
export const runnings = words(["unknown", "yes", "no"]);
export type Running = (typeof runnings.list)[number];

/** Groups of like units over which a score is averaged. */
export const unitKinds = words([
  "workload",
  "node",
  "namespace",
  "service_account",
  "control_plane",
  "repository",
  "image",
  "team",
]);
export type UnitKind = (typeof unitKinds.list)[number];

export const roles = words(["admin", "security", "devops", "manager"]);
export type Role = (typeof roles.list)[number];

/** What a fix is: the one action that removes a set of findings. */
export const fixKinds = words([
  "move_image",
  "upgrade_base",
  "upgrade_package",
  "patch_manifest",
  "change_setting",
  "rotate_secret",
  "change_code",
  "remove_malware",
]);
export type FixKind = (typeof fixKinds.list)[number];
/** States of a remediation; how they follow each other is in `lib/domain/remediation/transitions.ts`. */
export const remediationStates = words([
  "todo",
  "in_progress",
  "awaiting_verification",
  "verified",
  "blocked",
  "cancelled",
]);
export type RemediationState = (typeof remediationStates.list)[number];

/** What a row of a remediation's history says. Those of items have a number, for each team that has to do with them. */
export const remediationAxes = words([
  "created",
  "state",
  "assignee",
  "team",
  "due",
  "title",
  "items_added",
  "items_removed",
  "items_refuted",
  "items_returned",
]);
export type RemediationAxis = (typeof remediationAxes.list)[number];
