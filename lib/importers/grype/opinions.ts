import { decideSeverity } from "../../domain/severity/decide";
import { severityOf, severityOfCvss } from "../../domain/severity/normalise";
import { isObject, type Json, textOf } from "../trivy/guards";
import type { Rated } from "../trivy/opinions";
import type { SeverityOpinion } from "../types";
import { distributionOf } from "./package";

/** These publish what is fixed and rate nothing: the severity in their records is taken from elsewhere. */
const unrated = new Set(["alpine", "wolfi", "chainguard", "minimos", "echo", "secureos", "arch"]);

/**
 * Whose record it is, by its namespace: `debian:distro:debian:12`, `github:language:go`, `nvd:cpe`; before 0.40
 * `debian:10`, `github:python`, `nvd`; before 0.10 none, so its link has to tell.
 */
export function publisherOf(record: Json): { by: string; source: SeverityOpinion["source"]; distribution: string } {
  const [first = "", kind = "", third = ""] = textOf(record.namespace).toLowerCase().split(":");
  if (first === "github") return { by: "ghsa", source: "ghsa", distribution: "" };
  if (first === "nvd") return { by: "nvd", source: "nvd", distribution: "" };
  if (first !== "" && kind !== "language") {
    const distribution = distributionOf(kind === "distro" && third !== "" ? third : first);
    const by = distributionOf(first);
    return { by, source: unrated.has(distribution) ? "tool" : "distribution", distribution };
  }
  // Who builds the package and publishes its advisories.
  if (first !== "") return { by: first, source: first === "bitnami" ? "distribution" : "tool", distribution: "" };
  const link = textOf(record.dataSource) || textOf(Array.isArray(record.links) ? record.links[0] : "");
  const known = sites.find(([pattern]) => pattern.test(link));
  if (!known) return { by: "grype", source: "tool", distribution: "" };
  return { by: known[1], source: known[2], distribution: known[2] === "distribution" ? known[1] : "" };
}

const sites: [RegExp, string, SeverityOpinion["source"]][] = [
  [/^https?:\/\/security-tracker\.debian\.org\//, "debian", "distribution"],
  [/^https?:\/\/(?:people\.canonical\.com\/~ubuntu-security|ubuntu\.com\/security)\//, "ubuntu", "distribution"],
  [/^https?:\/\/access\.redhat\.com\//, "redhat", "distribution"],
  [/^https?:\/\/linux\.oracle\.com\//, "oracle", "distribution"],
  [/^https?:\/\/alas\.aws\.amazon\.com\//, "amazon", "distribution"],
  [/^https?:\/\/github\.com\/advisories\//, "ghsa", "ghsa"],
  [/^https?:\/\/nvd\.nist\.gov\//, "nvd", "nvd"],
];

/** All opinions on one flaw: that of the record that matched first, then those of the records that speak of the same. */
export function rate(records: Json[]): Rated {
  const found = new Map<string, SeverityOpinion>();
  for (const record of records) {
    const { by, source } = publisherOf(record);
    const cvss = bestScore(record);
    let severity = severityOf(textOf(record.severity));
    // CVSS 2 knows no "critical", and its scale is not that of the later versions.
    if (severity === "unknown" && cvss?.score !== undefined && cvss.version !== "2.0") {
      severity = severityOfCvss(cvss.score);
    }
    const known = found.get(by);
    if (!known) found.set(by, { source, by, severity, ...(cvss ? { cvss } : {}) });
    else if (known.severity === "unknown") found.set(by, { ...known, severity, ...(cvss ? { cvss } : {}) });
  }
  const opinions = [...found.values()];
  return { severity: decideSeverity(opinions), opinions };
}

type Cvss = NonNullable<SeverityOpinion["cvss"]>;

/** The newest version of CVSS; of two the one that the publisher calls primary. Before 0.10: `cvssV3`, `cvssV2`. */
function bestScore(record: Json): Cvss | null {
  const listed = Array.isArray(record.cvss) ? record.cvss.filter(isObject) : [];
  const ranked = listed
    .map((entry) => ({ cvss: scoreOf(entry), primary: /^primary$/i.test(textOf(entry.type)) }))
    .filter((entry): entry is { cvss: Cvss; primary: boolean } => entry.cvss !== null)
    .sort((a, b) => b.cvss.version.localeCompare(a.cvss.version) || Number(b.primary) - Number(a.primary));
  if (ranked[0]) return ranked[0].cvss;
  for (const [key, version] of [
    ["cvssV3", "3.1"],
    ["cvssV2", "2.0"],
  ] as const) {
    const old = record[key];
    const cvss = isObject(old) ? scoreOf({ version, vector: old.vector, metrics: old }) : null;
    if (cvss) return cvss;
  }
  return null;
}

function scoreOf(entry: Json): Cvss | null {
  const vector = textOf(entry.vector);
  const metrics = isObject(entry.metrics) ? entry.metrics : {};
  const score = metrics.baseScore;
  // 0 with a vector of version 4 is what stands there while no score is known.
  const valid = typeof score === "number" && score >= 0 && score <= 10 && (score > 0 || vector === "");
  if (vector === "" && !valid) return null;
  const stated = /^CVSS:\d\.\d\//.test(vector) ? vector.slice(5, 8) : textOf(entry.version);
  const version = /^[234]\.\d$/.test(stated) ? stated : "3.1";
  return { version, ...(vector === "" ? {} : { vector: vector.slice(0, 300) }), ...(valid ? { score } : {}) };
}
