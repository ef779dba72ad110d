import type { Kind, ResultClass } from "../../domain/vocabulary";
import { type Json, textOf } from "../trivy/guards";
import type { Advisory } from "./advisory";
import { tagsOf } from "./message";
import type { Tool } from "./tools";

/** What a result is: by its rule where that tells, else what the tool is for. null: about a licence. */
export function kindOf(tool: Tool, ruleId: string, advisory: Advisory | null, rule: Json | null): Kind | null {
  const name = textOf(rule?.name);
  const tags = new Set(tagsOf(rule?.properties).map((tag) => tag.toLowerCase()));
  if (isLicence(tool, ruleId, name, tags)) return null;
  if (advisory) return "vulnerability";
  if (tool.name === "trivy") {
    if (name === "Secret" || tags.has("secret")) return "secret";
    if (name === "Misconfiguration" || tags.has("misconfiguration")) return "misconfiguration";
  }
  if (/^CKV_SECRET_/.test(ruleId) || /(?:^|[./])secrets\./.test(ruleId)) return "secret";
  if (/^SNYK-CC-/i.test(ruleId)) return "misconfiguration";
  if (tool.kind === "weakness") {
    if (tags.has("secret") || tags.has("secrets")) return "secret";
    if (tags.has("misconfiguration")) return "misconfiguration";
  }
  return tool.kind;
}

function isLicence(tool: Tool, ruleId: string, name: string, tags: Set<string>): boolean {
  return (tool.name === "trivy" && (name === "License" || tags.has("license"))) || /^snyk:lic|^BC_LIC/i.test(ruleId);
}

/** Class of the scope that results of a kind belong to. */
export function classOf(kind: Kind): ResultClass {
  return kind === "combination" ? "misconfiguration" : kind;
}

/** Rules about credentials in code quote what they found, in a tool that is no scanner for secrets. */
const credential =
  /hard.?-?coded|passw|secret|credential|api.?-?key|private.?-?key|access.?-?key|(?:^|[^a-z])token|CWE-(?:259|312|319|321|522|540|798)\b/i;

export function quotesCredentials(ruleId: string, title: string, rule: Json | null): boolean {
  return (
    credential.test(ruleId) || credential.test(title) || tagsOf(rule?.properties).some((tag) => credential.test(tag))
  );
}
