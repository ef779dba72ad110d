import { fingerprint } from "../../domain/identity/fingerprint";
import { maskMatch, redactSecret } from "../../domain/identity/redact";
import { ruleId } from "../../domain/identity/rule-id";
import type { Kind } from "../../domain/vocabulary";
import { excerpt, objectsOf } from "../text";
import type { Draft } from "../trivy/draft";
import { clip, type Json, textOf } from "../trivy/guards";
import { filePath } from "../trivy/misconfiguration";
import type { Skip } from "../trivy/vulnerability";
import { type Advisory, advisoryAliases, advisoryOf, packageOf } from "./advisory";
import { codeFingerprint, withoutLines } from "./fingerprint";
import { kindOf, quotesCredentials } from "./kind";
import { messageText } from "./message";
import type { Files, Place } from "./place";
import { ruleTexts } from "./rule-texts";
import type { Rules } from "./rules";
import { levelOf, rate } from "./severity";
import type { Tool } from "./tools";

/** What a result needs to know of its run. */
export interface RunContext {
  tool: Tool;
  rules: Rules;
  files: Files;
}

/** Everything of a result that makes a detection. */
interface Facts {
  id: string;
  rule: Json | null;
  advisory: Advisory | null;
  kind: Kind;
  message: string;
  place: Place;
  level: string;
}

/** One element of `results` (3.27): a detection, or why it is none. Each counts in `raw`, by its level. */
export function readResult(result: Json, { tool, rules, files }: RunContext): Draft | Skip {
  const { id: stated, rule } = rules.of(result);
  const level = levelOf(result, rule);
  const over = notOpen(result);
  if (over) return { skip: over, rawSeverity: level };
  const place = files.of(result);
  const message = messageText(result.message, rule, rules.driver);
  const id = stated || unnamedRule(message, tool);
  const advisory = advisoryOf(id);
  const kind = kindOf(tool, id, advisory, rule);
  if (kind === null) return { skip: "licence, not a security finding", rawSeverity: level };
  const facts = { id, rule, advisory, kind, message, place, level };
  return draftOf(result, tool, facts);
}

/** Why a result is no problem now; null when it is one. */
function notOpen(result: Json): string | null {
  const kind = textOf(result.kind) || textOf(result.level);
  if (kind === "pass") return "passed check";
  if (kind === "notApplicable") return "check that does not apply";
  if (kind === "informational") return "information, not a problem";
  if (kind === "open" || kind === "review") return "not decided by the tool: needs a person";
  if (textOf(result.baselineState) === "absent") return "gone since the baseline of the tool";
  return isSuppressed(result) ? "suppressed in the source" : null;
}

/** One accepted suppression is enough; one without a status is accepted (3.27.23, 3.35.3). */
function isSuppressed(result: Json): boolean {
  if (Array.isArray(result.suppressionStates) && result.suppressionStates.length > 0) return true;
  return objectsOf(result.suppressions).some((one) => {
    const status = textOf(one.status) || textOf(one.state);
    return status === "" || status === "accepted";
  });
}

/** Old versions of secret scanners name no rule, and say in the message what they found. */
function unnamedRule(message: string, tool: Tool): string {
  if (tool.kind !== "secret") return "result without a rule";
  return excerpt(maskMatch(message).replace(/ (?:secret )?(?:detected|found)\b.*$/i, ""), 80) || "secret";
}

function draftOf(result: Json, tool: Tool, facts: Facts): Draft {
  const { id, rule, advisory, kind, place, level } = facts;
  const found = advisory ? packageOf(advisory, result, rule, facts.message, place.logical) : null;
  const { severity, score } = rate(tool.name, id, level, result, rule);
  const aliases = advisory ? advisoryAliases(advisory, rule) : [];
  const shown = shownOf(facts);
  const draft: Draft = {
    rule: {
      id: advisory?.id ?? ruleId(tool.name, id),
      ...(aliases.length > 0 ? { aliases } : {}),
      ...ruleTexts(advisory?.id ?? id, kind, rule, tool),
      kind,
    },
    location: found?.location ?? locationOf(result, facts, shown.snippet),
    severity,
    rawSeverity: level,
    fixState: fixState(result, kind, found?.fixed),
    rawCount: 1,
    evidence: evidenceOf(facts, shown),
  };
  if (advisory) {
    const cvss = score === undefined ? {} : { cvss: { version: "3.1", score } };
    draft.opinions = [{ source: "tool", by: tool.name, severity, ...cvss }];
  }
  if (found?.name) draft.package = clip(found.name, 300);
  if (found?.installed) draft.installedVersion = clip(found.installed, 200);
  if (found?.fixed) draft.fixedVersion = clip(found.fixed, 300);
  return draft;
}

function fixState(result: Json, kind: Kind, fixed: string | undefined): Draft["fixState"] {
  if (fixed || objectsOf(result.fixes).length > 0) return "available";
  return kind === "misconfiguration" || kind === "secret" ? "available" : "unknown";
}

interface Shown {
  message: string;
  snippet: string;
}

/**
 * What may be kept of message and code. Of a secret no more than two characters at either end; of a message that may
 * quote one, and of all that is about credentials in code, nothing that looks like one.
 */
function shownOf({ id, rule, kind, message, place }: Facts): Shown {
  if (kind === "secret") {
    const match = trivyMatch(message);
    if (match !== null) return { message: "", snippet: match };
    const snippet = place.snippet.trim();
    const without = snippet.length >= 4 ? message.replaceAll(snippet, "********") : message;
    return { message: maskMatch(without), snippet: snippet === "" ? "" : redactSecret(snippet, "").shown };
  }
  if (quotesCredentials(id, textOf(rule?.name), rule))
    return { message: maskMatch(message), snippet: maskMatch(place.snippet) };
  return { message, snippet: place.snippet };
}

/** Trivy quotes a secret, masked, in its message; as `trivy/secret.ts` keeps it. null: no message of Trivy. */
function trivyMatch(message: string): string | null {
  const quoted = message.startsWith("Artifact: ") ? /^Match: (.*)$/m.exec(message)?.[1] : undefined;
  return quoted === undefined ? null : clip(maskMatch(quoted.trim()), 200);
}

/** File and code, never the line. The code of a secret is what may be shown of it. */
function locationOf(result: Json, facts: Facts, snippet: string): string {
  const { place, kind } = facts;
  const match = kind === "secret" ? trivyMatch(facts.message) : null;
  // One secret by Trivy is one finding, in whichever of its formats it comes.
  if (match !== null) return `${filePath(place.path)}#${fingerprint(match.replace(/\*+/g, "*")).slice(0, 16)}`;
  const code = kind === "secret" || kind === "weakness" ? snippet : place.snippet;
  const said = `${place.logical} ${kind === "secret" ? maskMatch(withoutLines(facts.message)) : facts.message}`;
  const file = /^[a-z][a-z0-9+.-]+:\/\//i.test(place.path) ? place.path.replace(/[?#].*$/, "") : filePath(place.path);
  const digest = codeFingerprint(result, code, said);
  if (place.path !== "") return `${file}#${digest}`;
  return place.logical === "" ? `object#${digest}` : `logical:${clip(place.logical, 500)}#${digest}`;
}

function evidenceOf({ place, kind, rule }: Facts, shown: Shown): Record<string, string | number> {
  const cwe = kind === "vulnerability" ? "" : cweOf(rule);
  return {
    ...(shown.message ? { message: clip(shown.message, 500) } : {}),
    ...(place.path ? { file: place.path } : {}),
    ...(place.line === null || kind === "vulnerability" ? {} : { line: place.line }),
    ...(place.logical ? { within: clip(place.logical, 300) } : {}),
    ...(shown.snippet && kind !== "vulnerability" ? { code: clip(shown.snippet, 300) } : {}),
    ...(cwe ? { CWE: cwe } : {}),
  };
}

/** CWE numbers among tags (`CWE-79`, `external/cwe/cwe-079`) and relationships of a rule. */
function cweOf(rule: Json | null): string {
  const text = `${JSON.stringify(rule?.properties ?? "")} ${JSON.stringify(rule?.relationships ?? "")}`.slice(
    0,
    20_000,
  );
  const numbers = [...text.matchAll(/\bCWE[-_ :]?0*(\d{1,5})\b/gi)].map((match) => Number(match[1]));
  return [...new Set(numbers)]
    .sort((a, b) => a - b)
    .slice(0, 10)
    .join(", ");
}
