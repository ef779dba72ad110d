import { ruleId } from "../../domain/identity/rule-id";
import { textOf } from "./guards";

/**
 * Checks that carry the number of another check in their `ID` (all released bundles of trivy-checks up to 1.4): the
 * admission plugin AlwaysPullImages came as KSV0012, which reads as "runs as root".
 */
const misprints = new Map([
  ["KSV0012", "KCV0012"],
  ["KCV0135", "KCV0035"],
  ["KSV01011", "KSV0123"],
]);

/** Ids with a number, of which one is in `ID` and, in some versions, a right one in `AVDID`. */
const numbered = /^(?:AVD-)?[A-Z]+-?\d+$/i;

/**
 * Canonical rule of a check. `AVDID` has the right number where both are given; `ID` is what the operator and new
 * versions print. Aliases: the old long names (`aws-vpc-add-description-to-security-group`).
 * null: neither is given, or the placeholder of checks without metadata.
 */
export function checkRule(id: unknown, avdId: unknown, title: string): { id: string; aliases: string[] } | null {
  const own = misprints.get(textOf(id)) ?? textOf(id);
  const avd = textOf(avdId);
  const main = avd === "" || avd === "N/A" ? own : avd;
  if (main === "" || main === "N/A") return null;
  const rule = ruleId("trivy", main);
  // "ConfigMap with sensitive content" once had the number that "runs in the default namespace" has now.
  if (rule === "trivy:KSV110" && /configmap/i.test(title)) return { id: "trivy:KSV1010", aliases: [] };
  return {
    id: rule,
    aliases:
      own === "" || own === "N/A" || numbered.test(own) ? [] : [ruleId("trivy", own)].filter((alias) => alias !== rule),
  };
}

/**
 * The container that a message of a workload check is about: `Container 'web' of Deployment 'shop' should …`,
 * `container "web" of deployment "shop" in "default" namespace should …`. "" where it names none.
 */
export function containerOf(message: string): string {
  const match = /^container ['"]([^'"]{1,253})['"] of /i.exec(message);
  return match?.[1] ?? "";
}

/** The object that a message names (`Deployment/shop`), for manifests that hold several. "" where it names none. */
export function objectOf(message: string): string {
  const named =
    /\bof ['"]?([A-Za-z]{2,63})['"]? ['"]([^'"]{1,253})['"]/.exec(message) ??
    /^([A-Za-z]{2,63}) ['"]?([\w.:-]{1,253})['"]? (?:in|should|is|with)\b/.exec(message);
  if (!named || /^container$/i.test(named[1] ?? "")) return "";
  return `${(named[1] ?? "").toLowerCase()}/${named[2]}`;
}

/** Messages of these checks quote what they found in a ConfigMap: names of keys, and in some versions the values. */
const quoting = /stores? (?:sensitive|secrets?)\b/i;

/** A message that is safe to keep: what a ConfigMap check quotes is left out. */
export function safeMessage(message: string): string {
  if (!quoting.test(message)) return message;
  return message.replace(/(value\(s\)|contents?|secrets?)(\s*)['"{[].*$/is, "$1$2(not shown)");
}
