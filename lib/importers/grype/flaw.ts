import { canonicalAdvisoryId } from "../../domain/identity/rule-id";
import { type Json, textOf } from "../trivy/guards";

/** What a match is about, by all names that are known to mean the very same. */
export interface Flaw {
  id: string;
  aliases: string[];
  /** The id, its aliases, and what the tool printed. */
  names: Set<string>;
}

const isCve = (id: string) => id.startsWith("CVE-");
const isGhsa = (id: string) => id.startsWith("GHSA-");

/**
 * An advisory is the CVE that it speaks of when it speaks of one only: `relatedVulnerabilities` lists all of them. With
 * several it stays what it is, and their ratings are not its own. A CVE is the GHSA beside it when there is one only.
 *
 * @param printed canonical id of the record that matched
 */
export function flawOf(printed: string, related: Json[]): Flaw {
  const others = new Set(related.map((one) => canonicalAdvisoryId(textOf(one.id))).filter((id) => id !== ""));
  others.delete(printed);
  if (isCve(printed)) {
    const advisories = [...others].filter(isGhsa);
    const aliases = advisories.length === 1 ? advisories : [];
    return { id: printed, aliases, names: new Set([printed, ...aliases]) };
  }
  const cves = [...others].filter(isCve);
  const [cve] = cves;
  if (cves.length !== 1 || !cve) return { id: printed, aliases: [], names: new Set([printed]) };
  return { id: cve, aliases: [printed], names: new Set([cve, printed]) };
}
