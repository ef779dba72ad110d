import type { RuleRow } from "@/lib/client/contract/notice";
import { noticeKinds } from "@/lib/domain/notice/kinds";

export const weekdays = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

const hour = (at: number) => `${String(at).padStart(2, "0")}:00`;

/** When, in words: "at once", "each day at 08:00 (Europe/Berlin)". */
export function whenWords(one: Pick<RuleRow, "timing" | "hour" | "weekday" | "timeZone">): string {
  if (one.timing === "now") return "at once";
  const day = one.timing === "daily" ? "each day" : `each ${weekdays[one.weekday - 1]}`;
  return `digest ${day} at ${hour(one.hour)} (${one.timeZone})`;
}

const plurals = { admin: "Admins", security: "Security", devops: "DevOps engineers", manager: "Managers" } as const;

/** Who, in words. */
export function whoWords(rule: RuleRow): string {
  const of = rule.team ? rule.team.name : "everything";
  if (rule.integration) return `${rule.integration.name}: ${of}`;
  if (rule.user) return rule.user.name;
  if (rule.team) return `Team ${rule.team.name}`;
  return rule.role ? plurals[rule.role] : "Everybody";
}

/** What, in words. */
export function whatWords(rule: RuleRow): string {
  if (rule.timing !== "now")
    return rule.minSeverity === "info" ? "New findings" : `New findings from ${rule.minSeverity} on`;
  const kinds = rule.kinds.length === 0 ? "All events" : rule.kinds.map((kind) => noticeKinds[kind].label).join("; ");
  return rule.minSeverity === "info" ? kinds : `${kinds}, from ${rule.minSeverity} on`;
}
