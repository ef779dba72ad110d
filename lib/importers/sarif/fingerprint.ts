import { fingerprint } from "../../domain/identity/fingerprint";
import { isObject, type Json, textOf } from "../trivy/guards";

/** Fingerprints of the code itself, best first: those that published tools compute from what stands at the place. */
const codeKeys = [
  /^matchBasedId/i,
  /^contextHash/i,
  /^primaryLocationLineHash$/i,
  /^equalIndicator/i,
  /^scanPrimaryLocationHash$/i,
  /^(issue|flaw|snippet|code|line|result|finding)_?-?hash/i,
];

/** What changes although the code doesn't: whole files, commits, times, numbers of lines and columns, rows of a table. */
const unstable =
  /file|commit|author|e-?mail|date|time|message|column|start|position|offset|row|version|line_?(no|number)?$/i;

/** A digest or an id, not a sentence: Semgrep prints "requires login" in place of one. */
const digestForm = /^[\w.:+/=|@#-]{8,600}$/;

/**
 * Digest of the code that a result is about, which stays when lines above it come or go: from the result's
 * fingerprints (SARIF 2.1.0, 3.27.16 and 3.27.17), else from the code at the place, else from what is said there.
 *
 * @param said message and logical location, for results without any code
 */
export function codeFingerprint(result: Json, snippet: string, said: string): string {
  const stated = statedFingerprint(result);
  if (stated) return fingerprint(stated).slice(0, 16);
  // Some tools put the number of the line before each.
  const code = snippet
    .replace(/^\s*\d+\s*[|:]/gm, "")
    .replace(/\s+/g, " ")
    .trim();
  return fingerprint(code === "" ? withoutLines(said) : `code ${code}`).slice(0, 16);
}

function statedFingerprint(result: Json): string | null {
  const full = entriesOf(result.fingerprints);
  const all = [...full, ...entriesOf(result.partialFingerprints)];
  for (const pattern of codeKeys) {
    const match = all.find(([key]) => pattern.test(key));
    if (match) return match.join("=");
  }
  return (full.find(([key]) => !unstable.test(key)) ?? all.find(([key]) => !unstable.test(key)))?.join("=") ?? null;
}

/** Usable entries by key, the lowest version of a fingerprint first: it is the one that stays when a next comes. */
function entriesOf(value: unknown): [string, string][] {
  if (!isObject(value)) return [];
  return Object.entries(value)
    .map(([key, text]): [string, string] => [key, textOf(isObject(text) ? text.value : text)])
    .filter(([, text]) => digestForm.test(text) && !/^(unknown|none|null|undefined|n\/a)$/i.test(text))
    .sort(([a], [b]) => (a < b ? -1 : 1));
}

/** The same sentence wherever the code has moved to: without numbers of lines and columns. */
export function withoutLines(text: string): string {
  return text
    .replace(/\b(lines?|columns?|col|row|offset|char(?:acter)?)(\s*[:=#]?\s*)\d+(?:\s*[-–,:]\s*\d+)*/gi, "$1$2#")
    .replace(/(\.\w{1,10})(?::\d+){1,2}\b/g, "$1:#")
    .replace(/\s+/g, " ")
    .trim();
}
