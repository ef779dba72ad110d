import { severityOf } from "../../../domain/severity/normalise";
import { checkRule, containerOf, safeMessage } from "../checks";
import type { Draft } from "../draft";
import { clip, isObject, type Json, textOf, textsOf } from "../guards";
import { packageType } from "../package-location";
import type { SecretEntry } from "../secret";
import { noIdentifier, type Skip, vulnerability } from "../vulnerability";

/** One entry of `report.vulnerabilities`: Trivy's own, under other names. */
export function reportedVulnerability(entry: Json, system: string): Draft | Skip {
  const target = textOf(entry.target);
  const stated = textOf(entry.packageType);
  const language = textOf(entry.class) === "lang-pkgs";
  const type = packageType(stated || (language ? "" : system), target) || typeByName(textOf(entry.resource));
  const draft = vulnerability(
    {
      VulnerabilityID: entry.vulnerabilityID,
      PkgName: entry.resource,
      PkgPath: entry.packagePath,
      PkgIdentifier: { PURL: entry.packagePURL },
      InstalledVersion: entry.installedVersion,
      FixedVersion: entry.fixedVersion,
      Severity: entry.severity,
      Title: entry.title,
      Description: entry.description,
      PrimaryURL: entry.primaryLink,
      References: entry.links,
      CVSS: entry.cvss,
      PublishedDate: entry.publishedDate,
    },
    { type, target },
  );
  if (!("skip" in draft) && Number.isFinite(entry.score))
    draft.evidence = { ...draft.evidence, score: Number(entry.score) };
  return draft;
}

/** Reports before 0.16 state no package type; some names can only be of one. */
function typeByName(name: string): string {
  if (name.startsWith("@")) return "npm";
  if (/^[\w.-]+:[\w.-]+$/.test(name)) return "jar";
  return name === "stdlib" || /^(?:[\w-]+\.)+[a-z]{2,}\/./.test(name) ? "gomod" : "";
}

/** One entry of `report.secrets`. */
export function reportedSecret(entry: Json): SecretEntry {
  return {
    rule: textOf(entry.ruleID),
    title: textOf(entry.title),
    category: textOf(entry.category),
    match: textOf(entry.match),
    severity: textOf(entry.severity),
    path: textOf(entry.target),
    layer: "",
    line: undefined,
  };
}

/** One failed entry of `report.checks`, or of a compliance report. The asset is the checked object. */
export function reportedCheck(entry: Json): Draft | Skip {
  const word = textOf(entry.severity);
  const title = textOf(entry.title);
  const rule = checkRule(entry.checkID, "", title);
  if (!rule) return { skip: noIdentifier, rawSeverity: word || null };
  const messages = textsOf(entry.messages);
  const description = textOf(entry.description);
  const remediation = textOf(entry.remediation);
  const scope = isObject(entry.scope) ? entry.scope : {};
  const scoped = /^container$/i.test(textOf(scope.type)) ? textOf(scope.value) : "";
  const container = scoped || containerOf(messages[0] ?? "");
  return {
    rule: {
      id: rule.id,
      ...(rule.aliases.length > 0 ? { aliases: rule.aliases } : {}),
      title: clip(title || rule.id, 500),
      ...(description ? { description: clip(description, 8000) } : {}),
      ...(remediation ? { remediation: clip(remediation, 4000) } : {}),
      kind: "misconfiguration",
    },
    location: container === "" ? "object" : `container:${container}`,
    severity: severityOf(word),
    rawSeverity: word || null,
    fixState: "available",
    rawCount: 1,
    evidence: messages.length > 0 ? { message: clip(messages.map(safeMessage).join(" "), 500) } : {},
  };
}
