import { parsePurl } from "../identity/package-url";
import { versionThatFixes } from "../version/order";

/** What a tool says of a package behind a flaw; versions as it wrote them. */
export interface PackageSaid {
  /** Tells flaws apart. */
  flaw: string;
  /** Package URL where the tool gives one. */
  location: string;
  name: string;
  installed: readonly string[];
  fixed: readonly string[];
}

export interface PackageUpgrade {
  /** Type of its Package URL; "" where no tool says. */
  type: string;
  name: string;
  installed: string[];
  /** The smallest version that fixes all flaws of it; null: no tool states one. */
  fixed: string | null;
  findings: number;
}

/** Packages of an operating system, which are updated together, with the base image. */
const systemTypes = new Set(["deb", "rpm", "apk", "alpm"]);
export const isSystemPackage = (type: string): boolean => systemTypes.has(type);

/** Type of Package URL that a location names; "" for none. */
export const packageType = (location: string): string => parsePurl(location)?.type ?? "";

/** Tools list several versions as one text (`2.15.0, 2.12.2`), or as the range that starts with it (`>=4.17.19`). */
const versionsIn = (texts: readonly string[]): string[] => {
  const parts = texts.flatMap((text) => text.split(/\s*(?:,|\|\||;)\s*|(?<![<>=~^])\s+/));
  const versions = parts.filter((part) => /\d/.test(part) && !/^\s*</.test(part));
  return [...new Set(versions.map((part) => part.replace(/^[\s>=~^]+/, "")))];
};

const mostInstalled = 5;

/** The upgrades that flaws ask for, one of each package, those with most flaws first. */
export function upgradesOf(list: readonly PackageSaid[]): PackageUpgrade[] {
  const byPackage = new Map<string, PackageSaid[]>();
  for (const said of list) {
    const key = `${packageType(said.location)} ${said.name}`;
    byPackage.set(key, [...(byPackage.get(key) ?? []), said]);
  }
  const upgrades = [...byPackage.values()].map((group) => {
    const [{ location, name }] = group as [PackageSaid];
    const type = packageType(location);
    const installed = [...new Set(group.flatMap((said) => said.installed))].sort();
    const flaws = new Map<string, string[]>();
    for (const { flaw, fixed } of group) flaws.set(flaw, [...(flaws.get(flaw) ?? []), ...versionsIn(fixed)]);
    // Where several versions are installed, all of them have to be at the fix of the newest line.
    const needed = (installed.length > 0 ? installed : [null]).map((version) =>
      versionThatFixes(type, version, [...flaws.values()]),
    );
    const fixed = versionThatFixes(
      type,
      null,
      needed.map((version) => (version === null ? [] : [version])),
    );
    return { type, name, installed: installed.slice(0, mostInstalled), fixed, findings: flaws.size };
  });
  return upgrades.sort((a, b) => b.findings - a.findings || (a.name < b.name ? -1 : 1));
}
