import type { Role } from "../vocabulary";

/**
 * What people are told of at once, and who is, without any set-up.
 * `named`: those whom the event names · `team`: the members of its teams · a role: everybody who has it.
 */
interface KindRow {
  readonly to: readonly ("named" | "team" | Role)[];
  /** In words of people, for settings. */
  readonly label: string;
  /** May not be muted, nor its inbox copy be left out. */
  readonly always?: true;
}

/** Every kind of event; the order is that of the settings page. */
export const noticeKinds = {
  mention: { to: ["named"], label: "Somebody mentions you" },
  assigned: { to: ["named"], label: "Work is assigned to you" },
  remediation_sent_back: { to: ["named", "team"], label: "A scan refutes a fix" },
  remediation_verified: { to: ["named", "team"], label: "A fix is verified" },
  exception_requested: { to: ["security"], label: "An exception is requested" },
  exception_decided: { to: ["named"], label: "Your exception is approved or rejected" },
  exception_expiring: { to: ["named", "team"], label: "An exception is about to expire" },
  exception_expired: { to: ["named", "team"], label: "An exception has ended" },
  kev_listed: { to: ["team"], label: "What you run exposed is newly exploited" },
  report_held: { to: ["security"], label: "An import waits for confirmation" },
  report_failed: { to: ["admin", "security"], label: "An import failed" },
  security_granted: { to: ["security"], label: "Somebody is made security", always: true },
  integration_disabled: { to: ["admin"], label: "An integration was switched off after failures" },
  digest: { to: ["named"], label: "Digest of new findings" },
} as const satisfies Record<string, KindRow>;

export type NoticeKind = keyof typeof noticeKinds;

export const noticeKindList = Object.keys(noticeKinds) as NoticeKind[];

export function isNoticeKind(text: string): text is NoticeKind {
  return Object.hasOwn(noticeKinds, text);
}

export const audienceOf = (kind: NoticeKind): readonly ("named" | "team" | Role)[] => noticeKinds[kind].to;

/** Kinds that nobody can mute. */
export const isAlways = (kind: NoticeKind): boolean => "always" in noticeKinds[kind];
