import { type Role, type Severity, severities } from "../vocabulary";
import { isAlways, type NoticeKind } from "./kinds";
import { type Addressed, isTold, mayKnow, type NoticePerson } from "./recipients";
import type { Schedule } from "./schedule";

export type Timing = "now" | "daily" | "weekly";

/** Who gets what, how and when. One of role, team and user is set, or none: everybody; with an endpoint none or a team. */
export interface NoticeRule {
  readonly id: number;
  readonly role: Role | null;
  readonly teamId: number | null;
  readonly userId: number | null;
  /** Endpoint that it feeds; null: people. */
  readonly integrationId: number | null;
  /** Empty: all. */
  readonly kinds: readonly NoticeKind[];
  readonly minSeverity: Severity;
  readonly timing: Timing;
  readonly hour: number;
  readonly weekday: number;
  readonly timeZone: string;
  readonly email: boolean;
}

/** What somebody chose for themselves. */
export interface Preference {
  readonly muted: readonly NoticeKind[];
  /** `addressed`: only what names them. */
  readonly email: "none" | "addressed" | "all";
  readonly minSeverity: Severity;
  readonly digest: "off" | "daily" | "weekly";
  readonly hour: number;
  readonly weekday: number;
  readonly timeZone: string;
}

/** What holds for those who chose nothing: all that concerns them in the inbox, mail only for what names them. */
export const defaultPreference: Preference = {
  ...{ muted: [], email: "addressed", minSeverity: "info", digest: "daily", hour: 8, weekday: 1, timeZone: "UTC" },
};

export interface RoutedEvent extends Addressed {
  readonly severity: Severity | null;
}

/** Does the rule speak of this person? */
export function appliesTo(rule: NoticeRule, person: NoticePerson): boolean {
  if (rule.integrationId !== null) return false;
  if (rule.userId !== null) return rule.userId === person.id;
  if (rule.teamId !== null) return person.teamIds.includes(rule.teamId);
  return rule.role === null || rule.role === person.role;
}

const severe = (severity: Severity | null, least: Severity) =>
  severity === null || severities.code(severity) >= severities.code(least);

/** Does the rule speak of this event? A team's rule only of what concerns the team. */
export function matches(rule: NoticeRule, event: RoutedEvent): boolean {
  if (rule.timing !== "now" || !severe(event.severity, rule.minSeverity)) return false;
  if (rule.teamId !== null && event.teamIds.length > 0 && !event.teamIds.includes(rule.teamId)) return false;
  return rule.kinds.length === 0 || rule.kinds.includes(event.kind);
}

/**
 * By which channels a person hears of an event. Rules that name its kind widen who is told, within what each may see;
 * a person's own choice comes last, and cannot mute what is `always`.
 */
export function channelsOf(
  person: NoticePerson,
  event: RoutedEvent,
  rules: readonly NoticeRule[],
  own: Preference | null,
): { inbox: boolean; email: boolean } {
  const none = { inbox: false, email: false };
  if (person.id === event.actorId || !mayKnow(person, event.teamIds)) return none;
  const mine = rules.filter((rule) => appliesTo(rule, person) && matches(rule, event));
  const told = isTold(person, event);
  if (!told && !mine.some((rule) => rule.kinds.includes(event.kind))) return none;
  const preference = own ?? defaultPreference;
  const named = event.userIds.includes(person.id);
  if (!isAlways(event.kind)) {
    if (preference.muted.includes(event.kind)) return none;
    if (!named && !severe(event.severity, preference.minSeverity)) return none;
  }
  if (preference.email === "none") return { inbox: true, email: false };
  const email = preference.email === "all" || named || isAlways(event.kind) || mine.some((rule) => rule.email);
  return { inbox: true, email };
}

/** Does an endpoint get this event by the rule? One for a team only what concerns that team. */
export function feeds(rule: NoticeRule, event: RoutedEvent): boolean {
  if (rule.integrationId === null || !matches(rule, event)) return false;
  return rule.teamId === null || event.teamIds.includes(rule.teamId);
}

/**
 * When a person's digest goes out; null: never. By their own choice, else by the first rule for them, else by role: each
 * morning for those who work on findings, each Monday for managers, never for those who run the installation.
 */
export function digestOf(person: NoticePerson, rules: readonly NoticeRule[], own: Preference | null): Schedule | null {
  if (own) return own.digest === "off" ? null : { ...own, timing: own.digest };
  const rule = rules.find((one) => one.timing !== "now" && appliesTo(one, person));
  if (rule) return { ...rule, timing: rule.timing === "weekly" ? "weekly" : "daily" };
  if (person.role === "admin") return null;
  return { ...defaultPreference, timing: person.role === "manager" ? "weekly" : "daily" };
}

/** Does the digest of a person go by mail as well? */
export function digestByMail(person: NoticePerson, rules: readonly NoticeRule[], own: Preference | null): boolean {
  if (own) return own.email !== "none";
  return rules.every((one) => one.timing === "now" || !appliesTo(one, person) || one.email);
}
