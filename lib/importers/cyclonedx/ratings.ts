import { decideSeverity } from "../../domain/severity/decide";
import { severityOf, severityOfCvss } from "../../domain/severity/normalise";
import type { Severity } from "../../domain/vocabulary";
import { publisherOf } from "../grype/opinions";
import { objectsOf } from "../text";
import { isObject, type Json, textOf } from "../trivy/guards";
import { rankOf } from "../trivy/opinions";
import type { SeverityOpinion } from "../types";

/** Scores that are no severity: how likely or known an attack is. */
const noSeverity = /epss|^first\b|\bkev\b|ssvc|known exploited/i;

/** Best first: version 2 knows no "critical", and its scale is not that of the later versions. */
const methods = ["CVSSv4", "CVSSv31", "CVSSv3", "", "OWASP", "other", "CVSSv2"];
const versions: Record<string, string> = { CVSSv4: "4.0", CVSSv31: "3.1", CVSSv3: "3.0", CVSSv2: "2.0" };

interface Publisher {
  by: string;
  source: SeverityOpinion["source"];
}

/**
 * The opinions among the ratings of a vulnerability, one for each source.
 *
 * @param distribution namespace of the affected package, whose vendor's word counts first; "" for others
 * @param tool who is taken for the source where neither rating nor vulnerability names one
 */
export function rate(
  vulnerability: Json,
  distribution: string,
  tool: string,
): { severity: Severity; opinions: SeverityOpinion[] } {
  const bySource = new Map<string, { publisher: Publisher; ratings: Json[] }>();
  for (const rating of objectsOf(vulnerability.ratings)) {
    const source = isObject(rating.source) ? rating.source : {};
    const name = textOf(source.name) || textOf(source.url);
    if (noSeverity.test(name) || textOf(rating.method) === "SSVC") continue;
    const publisher = publisherNamed(source, distribution) ?? publisherNamed(vulnerability.source, distribution);
    const known = bySource.get(publisher?.by ?? tool);
    if (known) known.ratings.push(rating);
    else
      bySource.set(publisher?.by ?? tool, { publisher: publisher ?? { by: tool, source: "tool" }, ratings: [rating] });
  }
  const opinions = [...bySource.values()].map(({ publisher, ratings }) => opinionOf(publisher, ratings));
  return { severity: decideSeverity(opinions), opinions };
}

/** Who rated: NVD, GitHub, a distribution about its own packages, or anybody else. null: nobody is named. */
function publisherNamed(value: unknown, distribution: string): Publisher | null {
  if (!isObject(value)) return null;
  const name = textOf(value.name).toLowerCase();
  const url = textOf(value.url);
  if (/^nvd\b/.test(name) || (name === "" && /^https?:\/\/nvd\.nist\.gov\//.test(url)))
    return { by: "nvd", source: "nvd" };
  if (/^(?:ghsa|github)\b/.test(name) || (name === "" && /^https?:\/\/github\.com\/advisories/.test(url))) {
    return { by: "ghsa", source: "ghsa" };
  }
  if (name === "") return null;
  // Grype names the database: `debian:distro:debian:12`.
  if (name.includes(":")) {
    const { by, source, distribution: of } = publisherOf({ namespace: name });
    return { by, source: source === "distribution" && of !== distribution ? "tool" : source };
  }
  const by = name.slice(0, 60);
  return { by, source: rankOf(by.replace(/[ _]+/g, "-"), distribution) };
}

function opinionOf({ by, source }: Publisher, ratings: Json[]): SeverityOpinion {
  const rank = (rating: Json) => (methods.indexOf(textOf(rating.method)) + methods.length) % methods.length;
  const ranked = [...ratings].sort((a, b) => rank(a) - rank(b));
  const stated = ranked.map((rating) => severityOf(textOf(rating.severity))).find((one) => one !== "unknown");
  const scores = ranked.flatMap((rating) => cvssOf(rating) ?? []);
  const [cvss] = scores;
  const scored = scores.find(({ version, score }) => version !== "2.0" && score !== undefined)?.score;
  const severity = stated ?? (scored === undefined ? "unknown" : severityOfCvss(scored));
  return { source, by, severity, ...(cvss ? { cvss } : {}) };
}

function cvssOf(rating: Json): SeverityOpinion["cvss"] | null {
  const method = textOf(rating.method);
  const vector = textOf(rating.vector).slice(0, 300);
  const stated = /^CVSS:(\d\.\d)\//.exec(vector)?.[1] ?? versions[method];
  const { score } = rating;
  const valid = typeof score === "number" && score >= 0 && score <= 10;
  if (!stated || (vector === "" && !valid)) return null;
  return { version: stated, ...(vector === "" ? {} : { vector }), ...(valid ? { score } : {}) };
}
