import { excerpt } from "../text";
import { isObject, type Json, textOf } from "../trivy/guards";

/**
 * For the detail page. EPSS and risk move a little every day: rounded, so that a re-scan which finds the same says the
 * same.
 */
export function evidenceOf(match: Json, records: Json[], artifact: Json): Record<string, string | number> {
  const evidence: Record<string, string | number> = {};
  const say = (label: string, value: unknown, max = 300) => {
    const text = excerpt(textOf(value), max);
    if (text !== "") evidence[label] = text;
  };
  const [record = {}] = records;
  const locations = (Array.isArray(artifact.locations) ? artifact.locations : []).filter(isObject);
  say(
    "path",
    locations.map((one) => textOf(one.path)).find((path) => path !== ""),
  );
  say(
    "layer",
    locations.map((one) => textOf(one.layerID)).find((layer) => layer !== ""),
  );
  const upstreams = (Array.isArray(artifact.upstreams) ? artifact.upstreams : []).filter(isObject);
  say(
    "source package",
    upstreams.map((one) => textOf(one.name)).find((name) => name !== ""),
  );
  say("matched by", [...new Set(details(match).map((one) => textOf(one.type)))].filter(Boolean).sort().join(", "));
  say("data source", record.namespace);
  say("suggested version", details(match).map((one) => (isObject(one.fix) ? textOf(one.fix.suggestedVersion) : ""))[0]);
  say("advisories", advisories(record));
  for (const one of records) addExploitation(evidence, one);
  if (typeof record.risk === "number" && record.risk >= 1 && record.risk <= 100)
    evidence.risk = Math.round(record.risk);
  return evidence;
}

const details = (match: Json): Json[] => {
  return (Array.isArray(match.matchDetails) ? match.matchDetails : [match.matchDetails]).filter(isObject);
};

const advisories = (record: Json) => {
  const listed = Array.isArray(record.advisories) ? record.advisories.filter(isObject) : [];
  return listed
    .map((one) => textOf(one.id))
    .filter(Boolean)
    .slice(0, 10)
    .join(", ");
};

/** EPSS, and the catalogue of known exploited vulnerabilities (Grype 0.88 and newer). */
function addExploitation(evidence: Record<string, string | number>, record: Json): void {
  const epss = Array.isArray(record.epss) ? record.epss.filter(isObject) : [];
  const score = Math.max(...epss.map((one) => (typeof one.epss === "number" ? one.epss : -1)));
  if (score >= 0 && score <= 1) evidence.EPSS = Math.round(score * 100) / 100;
  const known = Array.isArray(record.knownExploited) ? record.knownExploited.filter(isObject) : [];
  const [first] = known;
  if (!first) return;
  const since = /^\d{4}-\d\d-\d\d/.exec(textOf(first.dateAdded))?.[0];
  evidence["known exploited"] = since ? `since ${since}` : "yes";
  if (/^known$/i.test(textOf(first.knownRansomwareCampaignUse))) evidence.ransomware = "known campaigns";
}
