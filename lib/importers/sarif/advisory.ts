import { packageKey } from "../../domain/identity/package-url";
import { canonicalAdvisoryId, isAdvisoryId } from "../../domain/identity/rule-id";
import { isObject, type Json, textOf, textsOf } from "../trivy/guards";
import { packageLocation, purlTypeOf } from "../trivy/package-location";
import { plainText } from "./message";

/** Databases of vendors that `isAdvisoryId` doesn't know, and whose ids are about one flaw each. */
const vendorDatabase = /^(?:BDSA|SONATYPE|WS|PRISMA|XRAY|VULNDB|PVE)-[\w-]*\d[\w-]*$/i;
const isAdvisory = (text: string) =>
  // Snyk's checks of configurations have ids like those of its vulnerabilities.
  (isAdvisoryId(text) && !/^SNYK-CC-/i.test(text)) || vendorDatabase.test(text);

/** Records about one flaw each, so that their ids mean the same where they are named together. */
const singleFlaw = /^(?:CVE|GHSA|PYSEC|RUSTSEC|GMS|BIT|BDSA|SONATYPE|SNYK)-/i;

/** An advisory as a rule id names it; `rest` is what stands behind it (Grype: the package). */
export interface Advisory {
  id: string;
  aliases: string[];
  rest: string;
}

/** `CVE-2021-1234`, `CVE-2021-1234-openssl` (Grype), `BDSA-2021-1 (CVE-2021-1234)` (Black Duck). null: no advisory. */
export function advisoryOf(ruleId: string): Advisory | null {
  // Trivy's template of 2020 put the severity in front.
  const id = ruleId.trim().replace(/^\[[A-Z]+\] /, "");
  if (isAdvisory(id)) return { id: canonicalAdvisoryId(id), aliases: [], rest: "" };
  const leading = /^(CVE-\d{4}-\d{4,}|GHSA(?:-[0-9a-z]{4}){3})[-_:/ @](.{1,200})$/i.exec(id);
  if (leading?.[1]) return { id: canonicalAdvisoryId(leading[1]), aliases: [], rest: leading[2] ?? "" };
  const both = /^(\S+) \((CVE-\d{4}-\d{4,})\)$/i.exec(id);
  if (!both?.[1] || !both[2] || !isAdvisory(both[1])) return null;
  return { id: canonicalAdvisoryId(both[2]), aliases: [canonicalAdvisoryId(both[1])], rest: "" };
}

/**
 * Other ids of the same flaw: OSV-Scanner lists them as deprecated ids, Snyk and govulncheck name the CVE in text or
 * tags. Where several CVEs are named, the advisory covers several flaws and none of them is an alias.
 */
export function advisoryAliases(advisory: Advisory, rule: Json | null): string[] {
  const found = new Set(advisory.aliases);
  const listed = [
    ...textsOf(rule?.deprecatedIds),
    ...(isObject(rule?.properties) ? textsOf(rule.properties.tags) : []),
  ];
  const text = plainText(rule?.fullDescription).slice(0, 500);
  const named = text.startsWith("(") ? (text.slice(0, text.indexOf(")")).match(/CVE-\d{4}-\d{4,}/gi) ?? []) : [];
  for (const id of [...listed, ...named]) if (isAdvisory(id) && singleFlaw.test(id)) found.add(canonicalAdvisoryId(id));
  found.delete(advisory.id);
  const cves = [...found, advisory.id].filter((id) => id.startsWith("CVE-"));
  return [...found].filter((id) => cves.length <= 1 || !id.startsWith("CVE-"));
}

/** A vulnerable package as far as a result names it. */
export interface Package {
  location: string;
  name?: string;
  installed?: string;
  fixed?: string;
}

/** Types of packages in words of Syft and Grype → type of Package URL. */
const grypeTypes: Record<string, string> = {
  "java-archive": "maven",
  "jenkins-plugin": "maven",
  python: "pypi",
  "go-module": "golang",
  "rust-crate": "cargo",
  "php-composer": "composer",
  "php-pear": "composer",
  dotnet: "nuget",
  "msrc-kb": "generic",
  pod: "cocoapods",
  binary: "generic",
};

/** The package of a result; null when nothing names it. */
export function packageOf(
  advisory: Advisory,
  result: Json,
  rule: Json | null,
  message: string,
  logical: string,
): Package | null {
  const own = isObject(result.properties) ? result.properties : {};
  const bag = isObject(rule?.properties) ? rule.properties : {};
  const purl = [logical, textOf(own.purl), textOf(bag.purl), ...textsOf(bag.purls)].find((text) =>
    text.startsWith("pkg:"),
  );
  const told = fromText(message, advisory) ?? fromProperties(own) ?? fromDescription(rule);
  const fixed = told?.fixed ?? fixedIn(plainText(rule?.help));
  const extra = { ...(told?.installed ? { installed: told.installed } : {}), ...(fixed ? { fixed } : {}) };
  if (purl) {
    const { name, version } = ofPurl(purl);
    return {
      location: packageLocation(purl, "", name),
      name: told?.name ?? name,
      ...(version ? { installed: version } : {}),
      ...extra,
    };
  }
  if (!told) return null;
  return { location: locationOf(told.type, told.name), name: told.name, ...extra };
}

interface Told {
  type: string;
  name: string;
  installed?: string;
  fixed?: string;
}

/** Messages of Trivy, Grype, OSV-Scanner and Snyk name the package in a fixed form. */
function fromText(message: string, { rest }: Advisory): Told | null {
  const trivy = /^Package: (\S+)$/m.exec(message);
  if (trivy?.[1]) {
    const line = (label: string) => new RegExp(`^${label}: (.+)$`, "m").exec(message)?.[1]?.trim() ?? "";
    return { type: "", name: trivy[1], installed: line("Installed Version"), fixed: line("Fixed Version") };
  }
  const grype = /vulnerability in ([a-z][\w-]*) package: (\S+), version (\S+)/i.exec(message);
  if (grype?.[2]) return { type: grype[1] ?? "", name: grype[2], installed: grype[3] ?? "" };
  const osv = /^Package '([^']+?)@([^'@]+)'/.exec(message);
  if (osv?.[1]) return { type: "", name: osv[1], installed: osv[2] ?? "" };
  const snyk = /introduces a vulnerable (\S+) package/i.exec(message);
  if (snyk?.[1]) return { type: "", name: snyk[1] };
  return rest === "" ? null : { type: "", name: rest };
}

/** Black Duck and others that put a table into a report. */
function fromProperties(own: Json): Told | null {
  const name = textOf(own.component) || textOf(own.packageName) || textOf(own.package);
  if (name === "") return null;
  const installed = textOf(own.componentVersion) || textOf(own.packageVersion) || textOf(own.installedVersion);
  return { type: textOf(own.componentOrigin).toLowerCase(), name, installed, fixed: textOf(own.fixedVersion) };
}

/** Snyk: `(CVE-2018-16487) lodash@4.17.4`. */
function fromDescription(rule: Json | null): Told | null {
  const match = /^(?:\([^)]*\) )?(@?[\w./:-]+)@([\w.+~:-]+)$/.exec(plainText(rule?.fullDescription));
  return match?.[1] ? { type: "", name: match[1], installed: match[2] ?? "" } : null;
}

function fixedIn(help: string): string | undefined {
  return /^Fix(?:ed)? Version: (\S.*)$/m.exec(help.slice(0, 2000))?.[1]?.trim();
}

function ofPurl(purl: string): { name: string; version: string } {
  const match = /([^/@]+)(?:@([^?#]*))?(?:[?#].*)?$/.exec(purl);
  return { name: match?.[1] ?? purl, version: match?.[2] ?? "" };
}

function locationOf(type: string, name: string): string {
  const known = grypeTypes[type] ?? purlTypeOf(type) ?? (/^[a-z][a-z0-9.+-]{0,30}$/.test(type) ? type : "generic");
  const path = known === "maven" ? name.replaceAll(":", "/") : name;
  const slash = known === "pypi" || known === "generic" ? -1 : path.lastIndexOf("/");
  if (slash <= 0 || slash === path.length - 1) return packageKey({ type: known, name: path });
  return packageKey({ type: known, namespace: path.slice(0, slash), name: path.slice(slash + 1) });
}
