import type { Kind } from "../../domain/vocabulary";
import { clip, isObject, type Json, textOf } from "../trivy/guards";
import type { RuleRef } from "../types";
import { plainText } from "./message";
import type { Tool } from "./tools";

/** Title, description, remediation and links that a rule's description gives (3.49). */
export function ruleTexts(
  id: string,
  kind: Kind,
  rule: Json | null,
  tool: Tool,
): Omit<RuleRef, "id" | "kind" | "area"> {
  const short = titleOf(plainText(rule?.shortDescription), tool);
  const full = plainText(rule?.fullDescription);
  const help = helpOf(rule);
  const name = textOf(rule?.name);
  // What scanners of packages write as help, name or description is about the package of one result.
  const ofPackage = kind === "vulnerability";
  const title = short || (ofPackage ? id : (full.length <= 200 ? full : "") || name || id);
  const told = longer(full, title) || kind !== "weakness";
  const description = told ? full : help;
  const remediation = ofPackage || !told ? "" : help;
  const references = linksOf(rule);
  return {
    title: clip(oneLine(title), 500),
    ...(longer(description, title) && !isBoilerplate(description) ? { description: clip(description, 8000) } : {}),
    ...(longer(remediation, title) ? { remediation: clip(remediation, 4000) } : {}),
    ...(references.length > 0 ? { references } : {}),
  };
}

const oneLine = (text: string) => text.replace(/\s+/g, " ").trim();
const longer = (text: string, title: string) => text !== "" && oneLine(text) !== oneLine(title);

/** A title is about the rule: Grype, Snyk and Dependency-Check put severity and package of a result into it. */
function titleOf(text: string, tool: Tool): string {
  if (tool.name === "grype") return "";
  return text.replace(/^(?:critical|high|medium|low|unknown) severity - (?:CVE-\d{4}-\d+ )?/i, "");
}

const isBoilerplate = (text: string) => /^Version \S+ is affected with|^\([^)]*\) \S+@\S+$/.test(text);

function helpOf(rule: Json | null): string {
  const help = rule?.help;
  if (!isObject(help)) return plainText(help);
  return textOf(help.markdown) || textOf(help.text);
}

/** Links to the rule's own page. Only web links: the texts are not ours. */
function linksOf(rule: Json | null): string[] {
  const own = textOf(rule?.helpUri) || textOf(rule?.helpLocation);
  return /^https?:\/\/\S{1,1000}$/.test(own) && !/^https?:\/\/github\.com\/anchore\/grype\/?$/.test(own) ? [own] : [];
}
