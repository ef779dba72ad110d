import { RuleWrite } from "@/lib/client/contract/notice";

/** Who gets what beyond what everybody hears of anyway. */
export const noticeRules: RuleWrite[] = [
  { role: "manager", timing: "now", kinds: ["remediation_verified"] },
  { team: "checkout", timing: "daily", hour: 7, timeZone: "Europe/Berlin", minSeverity: "low" },
].map((rule) => RuleWrite.parse(rule));

/** So many mornings before today people have found a digest: a Monday, when managers get theirs, is among them. */
export const mornings = 8;
