import type { Severity } from "../../domain/vocabulary";
import { excerpt } from "../text";
import { clip, isObject, type Json, textOf } from "../trivy/guards";
import { baseScore, severityOfScore, severityOfWord } from "./severity";

/** A control as far as a report tells of it. */
export class Control {
  name = "";
  description = "";
  remediation = "";
  /** Stated base score; null while none is. */
  score: number | null = null;
  /** Stated in Kubescape's word. */
  word = "";
  frameworks = new Map<string, string>();
  /** How many failed checks the summary counts; null where it doesn't say. */
  failed: number | null = null;
  /** Why it was not assessed; "" when it was, or when nothing is said. */
  notAssessed = "";
  /** Failed checks that are listed and not excepted. */
  listed = 0;
  /** Some object could not be checked. */
  skippedSome = false;

  constructor(readonly id: string) {}

  /** The score decides: Kubescape's own word is made of it. */
  get severity(): Severity {
    if (this.score !== null) return severityOfScore(this.score);
    const said = severityOfWord(this.word);
    return said === "unknown" ? severityOfScore(baseScore(this.id)) : said;
  }

  get title(): string {
    return excerpt(this.name.replace(/^CIS-[\d.]+ +/, ""), 300) || this.id;
  }

  /** `FRAMEWORK:5.2.1` where a benchmark numbers it, else `FRAMEWORK:C-0057`. */
  get controls(): string[] {
    return [...this.frameworks].map(([framework, number]) => `${framework}:${number}`).sort();
  }

  /** Takes what an entry says: of a summary, of a result, or of a report of version 1. What is known stays. */
  tell(entry: Json): void {
    this.name ||= textOf(entry.name);
    this.description ||= clip(textOf(entry.description), 4000);
    this.remediation ||= clip(textOf(entry.remediation) || textOf(entry.mitigation), 4000);
    this.word ||= textOf(entry.severity);
    const score = typeof entry.scoreFactor === "number" ? entry.scoreFactor : entry.baseScore;
    if (this.score === null && typeof score === "number" && score > 0 && score <= 10) this.score = score;
  }

  ofFramework(framework: string, name: string): void {
    if (framework === "" || this.frameworks.size >= 50) return;
    this.frameworks.set(excerpt(framework, 100), /^CIS-([\d.]+\d) /.exec(name)?.[1] ?? this.id);
  }
}

/** Status and its reason, however a version writes them: a word, or an object with both. */
export function statusOf(entry: Json): { status: string; sub: string } {
  const info = isObject(entry.statusInfo) ? entry.statusInfo : isObject(entry.status) ? entry.status : entry;
  const status = textOf(info.status) || textOf(entry.status);
  return { status: status.toLowerCase(), sub: (textOf(info.subStatus) || textOf(entry.subStatus)).toLowerCase() };
}

/** Why a control was not assessed, in few words; "" when it passed or failed. */
export function reasonNotAssessed({ status, sub }: { status: string; sub: string }): string {
  if (status === "irrelevant" || sub === "irrelevant") return "no object that the control is about";
  if (status === "passed" || status === "failed" || status === "excluded" || status === "") return "";
  if (/review/.test(sub)) return "needs a manual check";
  if (sub === "configuration" || sub === "integration") return `needs ${sub} of Kubescape`;
  return status === "error" ? "could not be checked" : "skipped";
}
