import type { Kind } from "../../domain/vocabulary";
import { excerpt } from "../text";
import { isObject, type Json, textOf } from "../trivy/guards";
import { propertiesOf } from "./source";

/** What is already shown elsewhere, says nothing to people, or is another at each run. */
const leftOut =
  /uid|resultid|version|time|^(?:h?p?pid|process|host_?pid|ppid|pid|container[._]?id|index|type|severity|policy-name|policy-namespace|remediation|test_info|pkgName|resource|primary(?:URL|Link)|VulnerabilityID|validating|mutating|score|controlsJSON|IsMultiple|Audit(?:Env|Config)|artifact\..*|registry\..*)$/i;
const most = 12;

/** For the detail page. What a secret scanner quotes is never kept. */
export function evidenceOf(result: Json, kind: Kind, source: string): Record<string, string> {
  const evidence: Record<string, string> = {};
  if (source) evidence.source = excerpt(source, 100);
  const category = textOf(result.category);
  if (category) evidence.category = excerpt(category, 200);
  if (textOf(result.policy)) evidence.policy = excerpt(textOf(result.policy), 200);
  if (textOf(result.rule)) evidence.rule = excerpt(textOf(result.rule), 200);
  if (kind === "secret") return evidence;
  const message = textOf(result.message) || textOf(result.description);
  if (message) evidence.message = excerpt(message, 500);
  for (const [label, selector] of [
    ["resource selector", result.resourceSelector],
    ["subject selector", result.subjectSelector ?? result.resourceSelectors],
  ] as const) {
    if (isObject(selector) && Object.keys(selector).length > 0)
      evidence[label] = excerpt(JSON.stringify(selector), 300);
  }
  if (kind === "vulnerability") return evidence;
  for (const [key, value] of Object.entries(propertiesOf(result))) {
    if (Object.keys(evidence).length >= most) break;
    const text =
      typeof value === "string" ? value : typeof value === "number" || typeof value === "boolean" ? String(value) : "";
    if (text.trim() && !leftOut.test(key) && !(key in evidence)) evidence[excerpt(key, 60)] = excerpt(text, 200);
  }
  return evidence;
}
