import { decideSeverity } from "../../domain/severity/decide";
import { severityOf, severityOfCvss } from "../../domain/severity/normalise";
import type { Severity } from "../../domain/vocabulary";
import type { SeverityOpinion } from "../types";
import { isObject, type Json, textOf } from "./guards";
import { isSystemType } from "./package-location";

/** Trivy prints vendor severities as numbers (trivy-db, pkg/types). */
const byNumber: Severity[] = ["unknown", "low", "medium", "high", "critical"];

/** Package family → the vendors in whose advisories its severity is decided, as trivy-db names them. */
const vendors: Record<string, string[]> = {
  centos: ["redhat", "redhat-oval", "centos"],
  redhat: ["redhat", "redhat-oval"],
  oracle: ["oracle-oval", "oracle"],
  azurelinux: ["azure", "cbl-mariner"],
  "cbl-mariner": ["cbl-mariner", "azure"],
};

/** What one vulnerability says about its severity. */
export interface Rated {
  severity: Severity;
  opinions: SeverityOpinion[];
}

/**
 * All opinions on a vulnerability. `type` is Trivy's type of the package: only its own distribution ranks as one;
 * what Red Hat says of an Alpine package is kept and shown, with the rank of a tool.
 *
 * @param word severity that Trivy chose, in its words
 * @param chosenFrom `SeveritySource`: whose severity that is; "" in old reports
 */
export function rate(entry: Json, type: string, word: string, chosenFrom: string): Rated {
  const found = new Map<string, SeverityOpinion>();
  const say = (by: string, severity: Severity) => {
    if (!found.has(by)) found.set(by, { source: rankOf(by, type), by, severity });
  };
  if (word !== "") say(chosenFrom || "trivy", severityOf(word));
  const vendor = entry.VendorSeverity;
  if (isObject(vendor)) {
    for (const [by, value] of Object.entries(vendor)) {
      const severity = typeof value === "number" ? byNumber[value] : severityOf(textOf(value));
      if (severity && severity !== "unknown") say(by, severity);
    }
  }
  // Without its source, Trivy's word already is the choice among vendor, GHSA and NVD: a score doesn't overrule it.
  const open = word === "" || chosenFrom !== "" || severityOf(word) === "unknown";
  addScores(entry.CVSS, found, type, open);
  const opinions = [...found.values()];
  return { severity: decideSeverity(opinions), opinions };
}

function addScores(scores: unknown, found: Map<string, SeverityOpinion>, type: string, open: boolean): void {
  if (!isObject(scores)) return;
  for (const [by, value] of Object.entries(scores)) {
    const cvss = isObject(value) ? bestScore(value) : null;
    if (!cvss) continue;
    const opinion = found.get(by);
    if (opinion) opinion.cvss = cvss;
    else {
      // CVSS 2 knows no "critical", and its scale is not that of the later versions: shown, but not an opinion.
      const rated = open && cvss.score !== undefined && cvss.version !== "2.0";
      const severity = rated ? severityOfCvss(cvss.score as number) : "unknown";
      found.set(by, { source: rankOf(by, type), by, severity, cvss });
    }
  }
}

type Cvss = NonNullable<SeverityOpinion["cvss"]>;

/** The newest version of CVSS that a source gives. */
function bestScore(value: Json): Cvss | null {
  return (
    score("4.0", value.V40Vector, value.V40Score) ??
    score("3.1", value.V3Vector, value.V3Score) ??
    score("2.0", value.V2Vector, value.V2Score)
  );
}

function score(version: string, vector: unknown, number: unknown): Cvss | null {
  const text = textOf(vector);
  const valid = typeof number === "number" && number >= 0 && number <= 10;
  if (text === "" && !valid) return null;
  const cvss: Cvss = { version: /^CVSS:\d\.\d\//.test(text) ? text.slice(5, 8) : version };
  if (text !== "") cvss.vector = text;
  if (valid) cvss.score = number;
  return cvss;
}

/** How much the word of a source counts about a package of Trivy's type (of a distribution: its name). */
export function rankOf(by: string, type: string): SeverityOpinion["source"] {
  if (by === "nvd" || by === "ghsa") return by;
  if (isSystemType(type)) {
    const own = vendors[type] ?? [type];
    if (own.includes(by) || (by === "suse-cvrf" && /suse|sles|slem/.test(type))) return "distribution";
    return "tool";
  }
  // Those who build the package and publish its advisories themselves.
  return by === "bitnami" || by === "k8s" ? "distribution" : "tool";
}
