import { compareAlpine } from "./alpine";
import { compareDebian } from "./debian";
import { compareMaven } from "./maven";
import { comparePython } from "./python";
import { compareRpm } from "./rpm";
import { compareSemantic } from "./semantic";

/**
 * Which of two versions of a package is newer, by the order of its ecosystem: less than 0 where `a` is the older.
 * Whatever is not of the ecosystem's form is compared as Debian does, which orders any text.
 * @param type type of a Package URL: `deb`, `apk`, `rpm`, `npm`, `golang`, `pypi`, `maven`, …
 */
export function compareVersions(type: string, a: string, b: string): number {
  if (a === b) return 0;
  switch (type) {
    case "deb":
      return compareDebian(a, b);
    case "rpm":
      return compareRpm(a, b);
    case "maven":
      return compareMaven(a, b);
    case "apk":
      return compareAlpine(a, b) ?? compareDebian(a, b);
    case "pypi":
      return comparePython(a, b) ?? compareSemantic(a, b) ?? compareDebian(a, b);
    default:
      return compareSemantic(a, b) ?? compareDebian(a, b);
  }
}

/**
 * The version that fixes several flaws of a package: for each the smallest of its fixed versions that is newer than what
 * is installed (vendors fix several lines at once), and of these the greatest. null: none is stated.
 * @param fixes for each flaw the versions that fix it
 */
export function versionThatFixes(
  type: string,
  installed: string | null,
  fixes: readonly (readonly string[])[],
): string | null {
  let needed: string | null = null;
  for (const versions of fixes) {
    const sorted = [...versions].sort((a, b) => compareVersions(type, a, b));
    const next =
      installed === null ? undefined : sorted.find((version) => compareVersions(type, version, installed) > 0);
    const fix = next ?? sorted.at(-1);
    if (fix !== undefined && (needed === null || compareVersions(type, fix, needed) > 0)) needed = fix;
  }
  return needed;
}
