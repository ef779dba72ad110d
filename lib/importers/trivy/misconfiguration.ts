import { severityOf } from "../../domain/severity/normalise";
import { checkRule, containerOf, objectOf, safeMessage } from "./checks";
import type { Draft } from "./draft";
import { clip, isObject, type Json, textOf } from "./guards";
import { noIdentifier, referencesOf, type Skip } from "./vulnerability";

/** What a check needs to know of the result that it stands in. */
export interface CheckContext {
  /** Trivy's type of the file: `kubernetes`, `terraform`, `dockerfile`, … */
  type: string;
  target: string;
  /** True when the asset is the checked object itself, so that only the container is left to be said. */
  onObject: boolean;
}

/** Entries that didn't fail don't count in `raw`. */
export interface NotFailed {
  passed: string;
}

/** One entry of `Misconfigurations`. */
export function misconfiguration(entry: Json, context: CheckContext): Draft | Skip | NotFailed {
  const status = textOf(entry.Status).toUpperCase();
  if (status === "EXCEPTION") return { passed: "excepted check" };
  if (status !== "FAIL") return { passed: status === "" ? "check without a status" : "passed check" };
  const word = textOf(entry.Severity);
  const rule = checkRule(entry.ID, entry.AVDID, textOf(entry.Title));
  if (!rule) return { skip: noIdentifier, rawSeverity: word || null };
  const message = textOf(entry.Message);
  const description = textOf(entry.Description);
  const remediation = textOf(entry.Resolution);
  const cause = isObject(entry.CauseMetadata) ? entry.CauseMetadata : {};
  const resource = textOf(cause.Resource);
  return {
    rule: {
      id: rule.id,
      ...(rule.aliases.length > 0 ? { aliases: rule.aliases } : {}),
      title: clip(textOf(entry.Title) || rule.id, 500),
      ...(description ? { description: clip(description, 8000) } : {}),
      ...(remediation ? { remediation: clip(remediation, 4000) } : {}),
      references: referencesOf(entry.PrimaryURL, entry.References),
      kind: "misconfiguration",
    },
    location: checkLocation(context, message, resource),
    severity: severityOf(word),
    rawSeverity: word || null,
    fixState: "available",
    rawCount: 1,
    evidence: {
      ...(message ? { message: clip(safeMessage(message), 500) } : {}),
      ...(resource ? { resource } : {}),
      ...(context.onObject ? {} : { file: context.target }),
      ...lines(cause),
    },
  };
}

/** Lines are shown, but a check stays the same finding when lines are added above it. */
function lines(cause: Json): Record<string, number> {
  const start = cause.StartLine;
  return typeof start === "number" && Number.isInteger(start) && start > 0 ? { line: start } : {};
}

/**
 * Where a check failed: the container within a workload, or file and resource within a repository or image.
 * Never a line number.
 */
export function checkLocation(context: CheckContext, message: string, resource: string): string {
  const container = containerOf(message);
  const inside = container === "" ? "" : `container:${container}`;
  if (context.onObject) return inside || "object";
  if (context.type === "cloud") return resource || context.target || "object";
  // A manifest may hold several objects; a target that is an object itself (`Deployment/shop`) doesn't.
  const manifest =
    (context.type === "kubernetes" || context.type === "helm") && !/^[A-Z][A-Za-z]+\//.test(context.target);
  const object = resource || (manifest ? objectOf(message) : "");
  return [filePath(context.target), object, inside].filter((part) => part !== "").join("#");
}

/** A path as all reports of one target spell it: no leading `./` or `/`, forward slashes. */
export function filePath(path: string): string {
  return `file:${path.replaceAll("\\", "/").replace(/^(?:\.?\/)+/, "") || "."}`;
}
