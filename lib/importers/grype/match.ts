import { canonicalAdvisoryId } from "../../domain/identity/rule-id";
import type { FixState } from "../../domain/vocabulary";
import type { Draft } from "../trivy/draft";
import { clip, isObject, type Json, objectAt, textOf, textsOf, wrong } from "../trivy/guards";
import { noIdentifier, referencesOf, type Skip } from "../trivy/vulnerability";
import { evidenceOf } from "./evidence";
import { flawOf } from "./flaw";
import { publisherOf, rate } from "./opinions";
import { distributionOf, locationOf } from "./package";

/** `fix.state` of Grype (grype/vulnerability/fix.go). */
const fixStates: Record<string, FixState> = {
  fixed: "available",
  "not-fixed": "none",
  "wont-fix": "wont_fix",
};

/** One element of `matches`, of any version of Grype. Throws ImportError for what is none. */
export function matchDraft(match: Json, where: string): Draft | Skip {
  const record = objectAt(match, "vulnerability", where);
  if (!record) throw wrong("a match of Grype with a vulnerability", match, where);
  const artifact = objectAt(match, "artifact", where) ?? {};
  const word = textOf(record.severity);
  const id = textOf(record.id);
  if (id === "") return { skip: noIdentifier, rawSeverity: word || null };
  const related = (Array.isArray(match.relatedVulnerabilities) ? match.relatedVulnerabilities : []).filter(isObject);
  const flaw = flawOf(canonicalAdvisoryId(id), related);
  const records = [record, ...related.filter((one) => flaw.names.has(canonicalAdvisoryId(textOf(one.id))))];
  const { severity, opinions } = rate(records);
  const description = records.map((one) => textOf(one.description)).find((text) => text !== "") ?? "";
  const fix = fixOf(record);
  const installed = textOf(artifact.version);
  const name = textOf(artifact.name);
  return {
    rule: {
      id: flaw.id,
      ...(flaw.aliases.length > 0 ? { aliases: flaw.aliases } : {}),
      title: headline(description) || flaw.id,
      ...(description === "" ? {} : { description: clip(description, 8000) }),
      kind: "vulnerability",
      references: referencesOf(
        record.dataSource,
        [
          ...links(record.urls),
          ...links(record.links),
          ...links(record.advisories).flatMap((one) => (isObject(one) ? [one.link] : [])),
          ...related.map((one) => one.dataSource),
        ].filter((one) => typeof one === "string"),
      ),
    },
    location: locationOf(artifact, distributionFor(record, match)),
    severity,
    rawSeverity: word || null,
    opinions,
    fixState: fix.state,
    rawCount: 1,
    evidence: evidenceOf(match, records, artifact),
    ...(fix.version === "" ? {} : { fixedVersion: fix.version }),
    ...(installed === "" ? {} : { installedVersion: installed }),
    ...(name === "" ? {} : { package: name }),
  };
}

const links = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);

function fixOf(record: Json): { state: FixState; version: string } {
  const fix = isObject(record.fix) ? record.fix : {};
  const version = clip(textsOf(fix.versions).join(", ") || textOf(record.fixedInVersion), 300);
  const state = fixStates[textOf(fix.state).toLowerCase()] ?? (version === "" ? "unknown" : "available");
  return { state: version === "" ? state : "available", version };
}

/** The distribution whose package was matched, in Trivy's words; "" where none is named. */
function distributionFor(record: Json, match: Json): string {
  const { distribution } = publisherOf(record);
  if (distribution !== "") return distribution;
  const details = Array.isArray(match.matchDetails) ? match.matchDetails : [match.matchDetails];
  for (const detail of details) {
    if (!isObject(detail)) continue;
    const searched = isObject(detail.searchedBy)
      ? detail.searchedBy
      : isObject(detail.searchKey)
        ? detail.searchKey
        : {};
    const name = isObject(searched.distro) ? textOf(searched.distro.type) : "";
    if (name !== "") return distributionOf(name);
  }
  return "";
}

/** Grype has no titles: the first sentence of the description, where it is short enough to be read as one. */
function headline(description: string): string {
  const line = description.split("\n", 1)[0] ?? "";
  const sentence = /^.{10,}?[.!?](?=\s|$)/.exec(line)?.[0] ?? line;
  return clip(sentence.replace(/\.$/, ""), 160);
}
